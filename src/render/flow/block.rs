//! Blocks.

use super::Flow;
use crate::model::{AlertKind, Block, BlockKind, Definition, Inline, Item, LabelKind, NodeId};
use crate::render::PagePlace;
use crate::render::markup::{Element, Node, element, text};

impl<'a> Flow<'a> {
    pub(super) fn blocks(&self, blocks: &'a [Block]) -> Vec<Node> {
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            out.extend(self.page_breaks(PagePlace::Node(block.id)));
            out.extend(self.arrivals(block.id, "div"));
            out.extend(self.problems(block.id));
            out.extend(self.block(block));
        }
        out
    }

    /// Marks of errors, in a book that is written in spite of them.
    pub(super) fn problems(&self, id: NodeId) -> Vec<Node> {
        self.book.problems.by_node.get(&id).map(|words| problems(words)).unwrap_or_default()
    }

    /// The marks of the printed pages that begin between blocks.
    pub(super) fn page_breaks(&self, place: PagePlace) -> impl Iterator<Item = Node> {
        self.dialect.page_breaks(place, "div")
    }

    fn block(&self, block: &'a Block) -> Option<Node> {
        Some(match &block.kind {
            BlockKind::Paragraph(inlines) => {
                element("p").maybe("id", self.anchor(block.id)).children(self.inlines(inlines)).into()
            }
            BlockKind::Heading(heading) => {
                let inlines = self.inlines(&heading.inlines);
                element("p").class("bridgehead").maybe("id", self.anchor(heading.id)).children(inlines).into()
            }
            BlockKind::List { start, tight, items } => self.list(block.id, *start, *tight, items).into(),
            BlockKind::Definitions(definitions) => self.definitions(block.id, definitions).into(),
            BlockKind::Quote(blocks) => {
                let quote = element("blockquote").class("quote").maybe("id", self.anchor(block.id));
                quote.children(self.blocks(blocks)).into()
            }
            BlockKind::Alert { kind, title, blocks } => {
                self.alert(block.id, *kind, title.as_deref(), blocks).into()
            }
            BlockKind::Listing(listing) => self.listing(block.id, listing).into(),
            BlockKind::Figure(figure) => self.figure(block.id, figure).into(),
            BlockKind::Table(table) => self.table(block.id, table).into(),
            BlockKind::Equation { latex, .. } => self.equation(block, latex).into(),
            BlockKind::Details { summary, blocks } => self.details(block.id, summary, blocks).into(),
            BlockKind::Rule => element("hr").class("thematic-break").into(),
            BlockKind::Anchor(_) => element("div").class("anchor").maybe("id", self.anchor(block.id)).into(),
            BlockKind::Problem(message) => element("p").class("problem").text(message.clone()).into(),
        })
    }

    fn list(&self, id: NodeId, start: Option<u64>, tight: bool, items: &'a [Item]) -> Element {
        let name = if start.is_some() { "ol" } else { "ul" };
        let start = start.filter(|&start| start != 1).map(|start| start.to_string());
        let is_task = items.iter().any(|item| item.task.is_some());
        let list = element(name).maybe("id", self.anchor(id));
        let mut list = list.maybe("start", start).maybe("class", is_task.then_some("tasks"));
        for item in items {
            list = list.child(match item.task {
                Some(done) => {
                    let task = element("li").class("task").maybe("id", self.item_id(tight, &item.blocks));
                    task.children(self.task_item(tight, done, &item.blocks))
                }
                None => {
                    let id = self.item_id(tight, &item.blocks);
                    element("li").maybe("id", id).children(self.item(tight, &item.blocks))
                }
            });
        }
        list
    }

    /// A task with its box in its first paragraph.
    fn task_item(&self, tight: bool, done: bool, blocks: &'a [Block]) -> Vec<Node> {
        let task = self.task(done);
        if let [Block { id, kind: BlockKind::Paragraph(inlines), .. }, rest @ ..] = blocks
            && !tight
        {
            let mut out: Vec<Node> = self.page_breaks(PagePlace::Node(*id)).collect();
            out.extend(self.problems(*id));
            out.extend(self.arrivals(*id, "div"));
            let words = element("p").maybe("id", self.anchor(*id));
            out.push(words.child(task).children(self.inlines(inlines)).into());
            out.extend(self.blocks(rest));
            return out;
        }
        let mut out = vec![task.into()];
        out.extend(self.item(tight, blocks));
        out
    }

    /// A box that is seen and read out, and no control.
    fn task(&self, done: bool) -> Element {
        let (mark, words) = if done { ("☑", self.book.terms.done) } else { ("☐", self.book.terms.to_do) };
        let mark = element("span").class("task-box").with("role", "img").with("aria-label", words).text(mark);
        element("span").class("task-mark").child(mark).text(" ")
    }

    /// The id of what holds a tight list's item: that of the paragraph at its start, which has no element of its own.
    fn item_id(&self, tight: bool, blocks: &[Block]) -> Option<String> {
        match blocks {
            [Block { id, kind: BlockKind::Paragraph(_), .. }, ..] if tight => self.anchor(*id),
            _ => None,
        }
    }

    /// The blocks of a tight list's item: paragraphs without their element.
    pub(super) fn item(&self, tight: bool, blocks: &'a [Block]) -> Vec<Node> {
        if !tight {
            return self.blocks(blocks);
        }
        let mut out = Vec::new();
        let mut follows_words = false;
        for (index, block) in blocks.iter().enumerate() {
            out.extend(self.page_breaks(PagePlace::Node(block.id)));
            out.extend(self.arrivals(block.id, "span"));
            out.extend(self.problems(block.id));
            let follows =
                std::mem::replace(&mut follows_words, matches!(block.kind, BlockKind::Paragraph(_)));
            match &block.kind {
                BlockKind::Paragraph(inlines) if !follows => {
                    let id = self.anchor(block.id).filter(|_| index > 0);
                    out.extend(id.map(|id| Node::from(element("span").with("id", id))));
                    out.extend(self.inlines(inlines));
                }
                BlockKind::Paragraph(_) => out.extend(self.block(block)),
                BlockKind::Heading(_)
                | BlockKind::List { .. }
                | BlockKind::Definitions(_)
                | BlockKind::Quote(_)
                | BlockKind::Alert { .. }
                | BlockKind::Listing(_)
                | BlockKind::Figure(_)
                | BlockKind::Table(_)
                | BlockKind::Equation { .. }
                | BlockKind::Details { .. }
                | BlockKind::Rule
                | BlockKind::Anchor(_)
                | BlockKind::Problem(_) => out.extend(self.block(block)),
            }
        }
        out
    }

    fn definitions(&self, id: NodeId, definitions: &'a [Definition]) -> Element {
        let mut list = element("dl").class("definitions").maybe("id", self.anchor(id));
        for definition in definitions {
            for term in &definition.terms {
                list = list.child(element("dt").children(self.inlines(term)));
            }
            for detail in &definition.details {
                let is_plain = detail.len() == 1;
                let id = self.item_id(is_plain, detail);
                list = list.child(element("dd").maybe("id", id).children(self.item(is_plain, detail)));
            }
        }
        list
    }

    fn alert(
        &self,
        id: NodeId,
        kind: AlertKind,
        title: Option<&'a [Inline]>,
        blocks: &'a [Block],
    ) -> Element {
        let title = match title {
            Some(title) if !title.is_empty() => self.inlines(title),
            Some(_) | None => vec![text(self.book.terms.alert(kind))],
        };
        element("aside")
            .class(format!("alert alert-{}", kind.name()))
            .maybe("id", self.anchor(id))
            .with("role", "note")
            .child(element("p").class("alert-title").children(title))
            .children(self.blocks(blocks))
    }

    fn equation(&self, block: &Block, latex: &str) -> Element {
        let formula = match self.book.formulas.get(&block.id) {
            Some(formula) => Node::Verbatim(formula.mathml.clone()),
            None => element("code").class("problem").text(latex.to_owned()).into(),
        };
        let number = self.book.numbers.get(&block.id);
        let mut out = element("div").class("equation").maybe("id", self.anchor(block.id));
        out = if self.dialect.is_epub() {
            out.child(formula)
        } else {
            let terms = &self.book.terms;
            let name = number.map(|number| terms.numbered(LabelKind::Equation, number));
            out.child(
                scroller(element("span").class("equation-frame"), name.unwrap_or(terms.equation.to_owned()))
                    .child(formula),
            )
        };
        if let Some(number) = number {
            out = out.child(element("span").class("equation-number").text(format!("({number})")));
        }
        out
    }

    fn details(&self, id: NodeId, summary: &'a [Inline], blocks: &'a [Block]) -> Element {
        let title =
            if summary.is_empty() { vec![text(self.book.terms.details)] } else { self.inlines(summary) };
        let element = element("details").class("details").maybe("id", self.anchor(id));
        // A book is read without clicking; a page may fold.
        let element = if self.dialect.is_epub() { element.with("open", "open") } else { element };
        element.child(crate::render::markup::element("summary").children(title)).children(self.blocks(blocks))
    }

    /// A caption: word and number, then what the author says.
    pub(super) fn caption(
        &self,
        name: &'static str,
        label: Option<String>,
        inlines: &'a [Inline],
    ) -> Option<Element> {
        if label.is_none() && inlines.is_empty() {
            return None;
        }
        let mut caption = element(name).class("caption");
        if let Some(label) = label {
            let is_alone = inlines.is_empty();
            let words = if is_alone { label } else { format!("{label}.") };
            caption = caption.child(element("span").class("caption-number").text(words));
            caption = if is_alone { caption } else { caption.text(" ") };
        }
        Some(caption.children(self.inlines(inlines)))
    }
}

/// Marks of errors, each a paragraph.
pub fn problems(words: &[String]) -> Vec<Node> {
    words.iter().map(|words| element("p").class("problem").text(words.clone()).into()).collect()
}

/// A frame in which what is wide scrolls, and which the keyboard reaches.
pub(super) fn scroller(frame: Element, name: String) -> Element {
    frame.with("tabindex", "0").with("role", "group").with("aria-label", name)
}
