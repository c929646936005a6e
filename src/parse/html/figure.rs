//! HTML's figures and images.

use markup5ever_rcdom::Handle;

use super::map::{Mapper, Node, attribute, is, is_blank};
use crate::model::{Block, BlockKind, Figure, Image, ImageSource, InlineKind, Label, Width, plain_text};
use crate::parse::attributes;
use crate::source::Span;

impl Mapper<'_, '_> {
    /// A figure of one image, and its caption; `None` for any other, which is what is in it.
    pub(super) fn figure(&mut self, node: &Handle) -> Option<Figure> {
        let children = node.children.borrow();
        let is_caption = |child: &&Handle| is(child, "figcaption");
        let mut others = children.iter().filter(|child| !is_blank(child) && !is_caption(child));
        let only = others.next().filter(|_| others.next().is_none())?;
        let mut figure = self.pictured(only)?;
        if let Some(caption) = children.iter().find(is_caption) {
            let title = std::mem::take(&mut figure.caption);
            if !title.is_empty() {
                attributes::report_title(self.context, &plain_text(&title), figure.image.span);
            }
            figure.caption = self.named_inlines(caption);
        }
        figure.label = attribute(node, "id").map(Label::new).or(figure.label);
        Some(figure)
    }

    /// The one image of a figure: an `img`, perhaps in a `p` or `picture`, or one of Markdown's.
    fn pictured(&mut self, node: &Handle) -> Option<Figure> {
        if matches!(self.marked(node), Some(Node::Block(Block { kind: BlockKind::Figure(_), .. }))) {
            let BlockKind::Figure(figure) = self.take_marked(node).and_then(Node::into_block)?.kind else {
                return None;
            };
            return Some(figure);
        }
        if ["p", "picture", "div"].iter().any(|wrapper| is(node, wrapper)) {
            let children = node.children.borrow();
            let mut images = children.iter().filter(|child| !is_blank(child) && !is(child, "source"));
            let only = images.next().filter(|_| images.next().is_none())?;
            return self.pictured(only);
        }
        let span = self.locate(node);
        let InlineKind::Image(image) = is(node, "img").then(|| self.image(node, span))? else { return None };
        Some(Figure { image, caption: Vec::new(), label: None })
    }

    /// An image as `img` has it.
    pub(super) fn image(&mut self, node: &Handle, span: Span) -> InlineKind {
        let id = self.context.node();
        let source = match attribute(node, "src") {
            Some(address) => attributes::source(self.context, &address, span),
            None => ImageSource::Refused(String::new()),
        };
        let width: Option<Width> = attribute(node, "width").and_then(|width| attributes::parse_width(&width));
        InlineKind::Image(Image { id, source, alt: attribute(node, "alt"), width, span })
    }
}
