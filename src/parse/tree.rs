//! Parser events → blocks.
//!
//! The events of `pulldown_cmark` are well nested, so every container is read by a function that ends at its end. What
//! HTML does between them is settled afterwards, once all pieces of a container are there (see [`html`]).

use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd,
};

use super::expand::Expanded;
use super::html::{self, Piece};
use super::{Context, MAX_DEPTH, attributes, listing, table, text};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    AlertKind, Align, Block, BlockKind, Definition, Figure, Heading, Inline, InlineKind, Item, Label,
    MathStyle, Note,
};
use crate::source::Span;

/// A chapter as one list of blocks, with its footnotes.
pub(super) struct Parsed {
    pub(super) blocks: Vec<Block>,
    pub(super) notes: Vec<Note>,
}

/// Parses the chapter's text.
pub(super) fn document(context: &mut Context<'_>) -> Parsed {
    let text = Arc::clone(&context.text);
    let mut tree = Tree::new(context, &text);
    let blocks = tree.blocks();
    Parsed { blocks, notes: tree.notes }
}

/// Parses Markdown from an attribute, as a caption: its first paragraph, all of it at `span`.
pub(super) fn fragment(context: &mut Context<'_>, markdown: &str, span: Span) -> Vec<Inline> {
    let text = Expanded::made(markdown, span);
    let blocks = Tree::new(context, &text).blocks();
    match blocks.into_iter().next().map(|block| block.kind) {
        Some(BlockKind::Paragraph(inlines)) => inlines,
        _ if markdown.is_empty() => Vec::new(),
        _ => vec![Inline { kind: InlineKind::Text(markdown.to_owned()), span }],
    }
}

fn options(context: &Context<'_>) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    options.set(Options::ENABLE_SMART_PUNCTUATION, context.smart_punctuation().is_on());
    options
}

/// The events of one text, being read.
pub(super) struct Tree<'t, 'c, 'm> {
    pub(super) context: &'c mut Context<'m>,
    text: &'t Expanded,
    events: Peekable<OffsetIter<'t>>,
    notes: Vec<Note>,
    depth: usize,
    /// How many links are open: a bare address in a link is text.
    links: usize,
}

impl<'t, 'c, 'm> Tree<'t, 'c, 'm> {
    fn new(context: &'c mut Context<'m>, text: &'t Expanded) -> Self {
        let events = Parser::new_ext(&text.text, options(context)).into_offset_iter().peekable();
        Self { context, text, events, notes: Vec::new(), depth: 0, links: 0 }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.text.span(range)
    }

    /// What the Markdown says in a range.
    pub(super) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.text.get(range).unwrap_or_default()
    }

    pub(super) fn next(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        self.events.next()
    }

    pub(super) fn block(&mut self, kind: BlockKind, span: Span) -> Block {
        Block { id: self.context.node(), kind, span }
    }

    /// The blocks up to the end of the container that was just started, which is read too.
    pub(super) fn blocks(&mut self) -> Vec<Block> {
        let mut pieces = Vec::new();
        let mut flattened = 0_usize;
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(_) => {
                    self.events.next();
                    if flattened == 0 {
                        break;
                    }
                    flattened -= 1;
                }
                Event::Start(tag) if is_container(tag) && self.depth >= MAX_DEPTH => {
                    let range = self.events.next().map(|(_, range)| range).unwrap_or_default();
                    self.report_depth(range);
                    flattened += 1;
                }
                Event::Start(tag) if !is_inline(tag) => {
                    if let Some((Event::Start(tag), range)) = self.events.next() {
                        self.container(tag, range, &mut pieces);
                    }
                }
                Event::Rule => {
                    let range = self.events.next().map(|(_, range)| range).unwrap_or_default();
                    let span = self.span(range);
                    pieces.push(Piece::Block(self.block(BlockKind::Rule, span)));
                }
                _ => self.loose_inlines(&mut pieces),
            }
        }
        let mut blocks = html::merge_blocks(self.context, pieces);
        table::attach_captions(self.context, &mut blocks);
        blocks
    }

    fn report_depth(&mut self, range: Range<usize>) {
        let span = self.span(range.start..range.start);
        let already = |d: &Diagnostic| d.code == Code::NestingTooDeep;
        if !self.context.diagnostics.iter().any(already) {
            self.context.diagnostics.push(
                Diagnostic::new(Code::NestingTooDeep, span, "this is nested deeper than a book can show")
                    .hint(format!(
                        "no more than {MAX_DEPTH} lists, quotations or marks may be inside one another"
                    )),
            );
        }
    }

    /// Inlines without a paragraph around them: a tight list's item, a definition.
    fn loose_inlines(&mut self, pieces: &mut Vec<Piece>) {
        let start = self.events.peek().map_or(0, |(_, range)| range.start);
        let (inlines, end) = self.inlines_until(&[]);
        let span = self.span(start..end.max(start));
        pieces.push(Piece::Block(self.paragraph(inlines, span)));
    }

    fn container(&mut self, tag: Tag<'t>, range: Range<usize>, pieces: &mut Vec<Piece>) {
        let span = self.span(range.clone());
        self.depth += 1;
        match tag {
            Tag::Paragraph => {
                listing::check_fences(self, range);
                let (inlines, _) = self.inlines_until(&[TagEnd::Paragraph]);
                pieces.push(Piece::Block(self.paragraph(inlines, span)));
            }
            Tag::Heading { level, id, .. } => {
                let block = self.heading(level, id.map(|id| Label::new(id.as_ref())), span);
                pieces.push(Piece::Block(block));
            }
            Tag::BlockQuote(kind) => pieces.push(Piece::Block(self.quote(kind, span))),
            Tag::CodeBlock(kind) => {
                let block = listing::read(self, kind, range);
                pieces.push(Piece::Block(block));
            }
            Tag::HtmlBlock => self.html(pieces),
            Tag::List(start) => {
                let block = self.list(start, range);
                pieces.push(Piece::Block(block));
            }
            Tag::DefinitionList => {
                let definitions = self.definitions();
                pieces.push(Piece::Block(self.block(BlockKind::Definitions(definitions), span)));
            }
            Tag::FootnoteDefinition(label) => {
                let blocks = self.blocks();
                self.notes.push(Note { label: label.to_string(), blocks, span });
            }
            Tag::Table(alignments) => {
                let columns = alignments.into_iter().map(align).collect();
                let block = table::read(self, columns, span);
                pieces.push(Piece::Block(block));
            }
            Tag::MetadataBlock(_) => drop(self.blocks()),
            // Read by those that hold them; alone they say nothing more than what is in them.
            Tag::Item
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => pieces.extend(self.blocks().into_iter().map(Piece::Block)),
        }
        self.depth -= 1;
    }

    fn html(&mut self, pieces: &mut Vec<Piece>) {
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Html(html) | Event::Text(html) => {
                    let span = self.span(range);
                    pieces.push(Piece::Html(html.to_string(), span));
                }
                _ => {}
            }
        }
    }

    /// A paragraph, or what a paragraph of one image or one formula is.
    fn paragraph(&mut self, inlines: Vec<Inline>, span: Span) -> Block {
        let mut inlines = inlines;
        text::trim(&mut inlines);
        let kind = match attributes::alone(self.context, &mut inlines) {
            Some(attributes::Alone::Image(image, title, label)) => {
                let caption = title.map(|title| fragment(self.context, &title, span)).unwrap_or_default();
                BlockKind::Figure(Figure { image, caption, label })
            }
            Some(attributes::Alone::Formula(latex, label)) => BlockKind::Equation { label, latex },
            None => BlockKind::Paragraph(inlines),
        };
        self.block(kind, span)
    }

    fn heading(&mut self, level: HeadingLevel, label: Option<Label>, span: Span) -> Block {
        let id = self.context.node();
        let (mut inlines, _) = self.inlines_until(&[TagEnd::Heading(level)]);
        text::trim(&mut inlines);
        if inlines.is_empty() {
            self.context.report(Code::HeadingEmpty, span, "this heading has no text");
        }
        let kind = BlockKind::Heading(Heading { id, level: level as u8, label, inlines, span });
        Block { id, kind, span }
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, span: Span) -> Block {
        let mut blocks = self.blocks();
        let kind = kind.map(|kind| match kind {
            BlockQuoteKind::Note => AlertKind::Note,
            BlockQuoteKind::Tip => AlertKind::Tip,
            BlockQuoteKind::Important => AlertKind::Important,
            BlockQuoteKind::Warning => AlertKind::Warning,
            BlockQuoteKind::Caution => AlertKind::Caution,
        });
        let kind = match kind {
            Some(kind) => BlockKind::Alert { kind, title: None, blocks },
            None => match text::alert_title(self.context, &mut blocks) {
                Some((kind, title)) => BlockKind::Alert { kind, title: Some(title), blocks },
                None => BlockKind::Quote(blocks),
            },
        };
        self.block(kind, span)
    }

    fn list(&mut self, start: Option<u64>, range: Range<usize>) -> Block {
        let mut items = Vec::new();
        let mut tight = true;
        while let Some((event, item)) = self.events.next() {
            let Event::Start(Tag::Item) = event else { break };
            let task = match self.events.peek() {
                Some((Event::TaskListMarker(done), _)) => Some(*done),
                Some((Event::Start(Tag::Paragraph), _)) => {
                    tight = false;
                    None
                }
                _ => None,
            };
            if task.is_some() {
                self.events.next();
            }
            let span = self.span(item);
            let mut blocks = self.blocks();
            let task = task.or_else(|| text::take_task(&mut blocks));
            items.push(Item { task, blocks, span });
        }
        let span = self.span(range);
        self.block(BlockKind::List { start, tight, items }, span)
    }

    fn definitions(&mut self) -> Vec<Definition> {
        let mut definitions: Vec<Definition> = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    let (mut term, _) = self.inlines_until(&[TagEnd::DefinitionListTitle]);
                    text::trim(&mut term);
                    match definitions.last_mut().filter(|last| last.details.is_empty()) {
                        Some(open) => open.terms.push(term),
                        None => definitions.push(Definition { terms: vec![term], details: Vec::new() }),
                    }
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let detail = self.blocks();
                    if let Some(open) = definitions.last_mut() {
                        open.details.push(detail);
                    }
                }
                _ => break,
            }
        }
        definitions
    }

    /// Inlines up to one of `ends`, which is read, or up to what is no inline, which is not. Gives where they end.
    pub(super) fn inlines_until(&mut self, ends: &[TagEnd]) -> (Vec<Inline>, usize) {
        let mut pieces = Vec::new();
        let mut flattened = 0_usize;
        let mut last = 0;
        while let Some((event, range)) = self.events.peek() {
            let range = range.clone();
            match event {
                Event::End(_) if flattened > 0 => flattened -= 1,
                Event::End(end) => {
                    if ends.contains(end) {
                        self.events.next();
                    }
                    break;
                }
                Event::Start(tag) if !is_inline(tag) => break,
                Event::Rule => break,
                Event::Start(_) if self.depth >= MAX_DEPTH => {
                    self.report_depth(range.clone());
                    flattened += 1;
                }
                _ => {
                    if let Some((event, range)) = self.events.next() {
                        last = range.end;
                        self.inline(event, range, &mut pieces);
                    }
                    continue;
                }
            }
            self.events.next();
        }
        let may_link = self.links == 0;
        (html::merge_inlines(self.context, pieces, may_link), last)
    }

    fn inline(&mut self, event: Event<'t>, range: Range<usize>, pieces: &mut Vec<html::InlinePiece>) {
        let span = self.span(range.clone());
        let mut push = |kind| pieces.push(html::InlinePiece::Inline(Inline { kind, span }));
        match event {
            Event::Text(words) => push(InlineKind::Text(words.to_string())),
            Event::Code(code) => push(InlineKind::Code(code.to_string())),
            Event::InlineHtml(html) | Event::Html(html) => {
                pieces.push(html::InlinePiece::Html(html.to_string(), span));
            }
            Event::InlineMath(latex) => {
                let id = self.context.node();
                push(InlineKind::Math { id, style: MathStyle::Inline, latex: latex.to_string() });
            }
            Event::DisplayMath(latex) => {
                let id = self.context.node();
                push(InlineKind::Math { id, style: MathStyle::Display, latex: latex.to_string() });
            }
            Event::FootnoteReference(label) => {
                let id = self.context.node();
                push(InlineKind::NoteMark { id, label: label.to_string() });
            }
            Event::SoftBreak => push(InlineKind::Text("\n".to_owned())),
            Event::HardBreak => push(InlineKind::LineBreak),
            Event::TaskListMarker(done) => push(InlineKind::Text(text::task_mark(done).to_owned())),
            Event::Start(tag) => {
                self.depth += 1;
                let kind = self.inline_container(tag, range);
                self.depth -= 1;
                pieces.extend(kind.map(|kind| html::InlinePiece::Inline(Inline { kind, span })));
            }
            Event::End(_) | Event::Rule => {}
        }
    }

    fn inline_container(&mut self, tag: Tag<'t>, range: Range<usize>) -> Option<InlineKind> {
        let end = tag.to_end();
        let span = self.span(range);
        let is_link = matches!(tag, Tag::Link { .. } | Tag::Image { .. });
        self.links += usize::from(is_link);
        let (inner, _) = self.inlines_until(&[end]);
        self.links -= usize::from(is_link);
        match tag {
            Tag::Emphasis => Some(InlineKind::Emphasis(inner)),
            Tag::Strong => Some(InlineKind::Strong(inner)),
            Tag::Strikethrough => Some(InlineKind::Strike(inner)),
            Tag::Superscript => Some(InlineKind::Superscript(inner)),
            Tag::Subscript => Some(InlineKind::Subscript(inner)),
            Tag::Link { dest_url, title, link_type, .. } => {
                let id = self.context.node();
                let title = (!title.is_empty()).then(|| title.to_string());
                let target = match link_type {
                    pulldown_cmark::LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                Some(InlineKind::Link { id, target, title, inlines: inner })
            }
            Tag::Image { dest_url, title, .. } => {
                Some(attributes::image(self.context, &dest_url, &title, &inner, span))
            }
            _ => None,
        }
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::Default,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// Whether a tag holds blocks of any depth.
fn is_container(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
    )
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}
