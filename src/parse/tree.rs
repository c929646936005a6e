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
use super::inlines::is_inline;
use super::{Context, MAX_DEPTH, attributes, listing, table, text};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    AlertKind, Align, Block, BlockKind, Definition, Figure, Heading, Inline, InlineKind, Item, Label, Note,
    Toggle,
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

/// What is Markdown here.
pub(super) fn options(smart_punctuation: Toggle) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    options.set(Options::ENABLE_SMART_PUNCTUATION, smart_punctuation.is_on());
    options
}

/// The events of one text, being read.
pub(super) struct Tree<'t, 'c, 'm> {
    pub(super) context: &'c mut Context<'m>,
    text: &'t Expanded,
    events: Peekable<OffsetIter<'t>>,
    notes: Vec<Note>,
    pub(super) depth: usize,
    /// How many links are open: a bare address in a link is text.
    pub(super) links: usize,
    /// How many of HTML's elements of code are open in the inlines that are read.
    pub(super) code: usize,
    /// Whether dollar signs that were read as text stand open in this paragraph.
    pub(super) in_formula: bool,
}

impl<'t, 'c, 'm> Tree<'t, 'c, 'm> {
    fn new(context: &'c mut Context<'m>, text: &'t Expanded) -> Self {
        let events =
            Parser::new_ext(&text.text, options(context.smart_punctuation())).into_offset_iter().peekable();
        Self { context, text, events, notes: Vec::new(), depth: 0, links: 0, code: 0, in_formula: false }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.text.span(range)
    }

    /// What the Markdown says in a range.
    pub(super) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.text.get(range).unwrap_or_default()
    }

    /// What the Markdown says before a place, and from it on.
    pub(super) fn before(&self, at: usize) -> &'t str {
        self.slice(0..at)
    }

    pub(super) fn rest(&self, at: usize) -> &'t str {
        self.slice(at..self.text.text.len())
    }

    pub(super) fn peek(&mut self) -> Option<&(Event<'t>, Range<usize>)> {
        self.events.peek()
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

    pub(super) fn report_depth(&mut self, range: Range<usize>) {
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
        pieces.extend(self.paragraph(inlines, start..end.max(start)).map(Piece::Block));
    }

    fn container(&mut self, tag: Tag<'t>, range: Range<usize>, pieces: &mut Vec<Piece>) {
        let span = self.span(range.clone());
        self.depth += 1;
        match tag {
            Tag::Paragraph => {
                listing::check_fences(self, range.clone());
                let (inlines, _) = self.inlines_until(&[TagEnd::Paragraph]);
                pieces.extend(self.paragraph(inlines, range).map(Piece::Block));
            }
            Tag::Heading { level, id, classes, attrs } => {
                let sample = attributes::heading(self.context, &classes, &attrs, span);
                let block = self.heading(level, id.map(|id| Label::new(id.as_ref())), span);
                self.context.samples.extend(sample.map(|sample| (block.id, (sample, span))));
                pieces.push(Piece::Block(block));
            }
            Tag::BlockQuote(kind) => pieces.push(Piece::Block(self.quote(kind, range))),
            Tag::CodeBlock(kind) => {
                let block = listing::read(self, &kind, range);
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

    /// A paragraph, or what a paragraph of one image or one formula is; nothing where nothing of it is left.
    fn paragraph(&mut self, inlines: Vec<Inline>, range: Range<usize>) -> Option<Block> {
        let mut inlines = inlines;
        let span = self.span(range.clone());
        self.in_formula = false;
        text::trim(&mut inlines);
        if inlines.is_empty() {
            return None;
        }
        let kind = match attributes::alone(self.context, &mut inlines) {
            Some(attributes::Alone::Image(image, title, label)) => {
                let caption = title.map(|title| fragment(self.context, &title, span)).unwrap_or_default();
                BlockKind::Figure(Figure { image, caption, label })
            }
            Some(attributes::Alone::Formula(latex, label)) => BlockKind::Equation { label, latex },
            None => {
                let long = self.context.too_long("a paragraph", span, range.len());
                long.unwrap_or(BlockKind::Paragraph(inlines))
            }
        };
        Some(self.block(kind, span))
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

    fn quote(&mut self, kind: Option<BlockQuoteKind>, range: Range<usize>) -> Block {
        let span = self.span(range.clone());
        let kind = match kind {
            Some(kind) => BlockKind::Alert { kind: alert_kind(kind), title: None, blocks: self.blocks() },
            None => match text::titled_alert(self.slice(range)) {
                Some((kind, mark)) => self.titled_alert(kind, mark),
                None => BlockKind::Quote(self.blocks()),
            },
        };
        self.block(kind, span)
    }

    /// `> [!NOTE] A title of the author's`: the first line, which begins with the mark, is the title.
    fn titled_alert(&mut self, kind: AlertKind, mark: &str) -> BlockKind {
        // What begins otherwise holds another quotation, whose mark it is.
        let is_paragraph = |(event, _): &(Event<'_>, _)| matches!(event, Event::Start(Tag::Paragraph));
        let Some((_, range)) = self.events.next_if(is_paragraph) else {
            return BlockKind::Quote(self.blocks());
        };
        let mut title = self.line();
        text::cut(&mut title, mark);
        let (rest, _) = self.inlines_until(&[TagEnd::Paragraph]);
        let mut blocks: Vec<Block> = self.paragraph(rest, range).into_iter().collect();
        blocks.extend(self.blocks());
        BlockKind::Alert { kind, title: Some(title), blocks }
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
                    let terms = self.terms();
                    match definitions.last_mut().filter(|last| last.details.is_empty()) {
                        Some(open) => open.terms.extend(terms),
                        None => definitions.push(Definition { terms, details: Vec::new() }),
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

    /// The terms before a definition, one a line.
    fn terms(&mut self) -> Vec<Vec<Inline>> {
        let mut terms = Vec::new();
        while matches!(self.events.peek(), Some((event, _)) if !matches!(event, Event::End(_))) {
            let mut term = self.line();
            text::trim(&mut term);
            terms.push(term);
        }
        self.events.next();
        terms
    }
}

fn alert_kind(kind: BlockQuoteKind) -> AlertKind {
    match kind {
        BlockQuoteKind::Note => AlertKind::Note,
        BlockQuoteKind::Tip => AlertKind::Tip,
        BlockQuoteKind::Important => AlertKind::Important,
        BlockQuoteKind::Warning => AlertKind::Warning,
        BlockQuoteKind::Caution => AlertKind::Caution,
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
