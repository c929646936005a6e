//! Blocks.

use super::Chapter;
use crate::model::{
    AlertKind, Block, BlockKind, Definition, Heading, Inline, InlineKind, Item, MathStyle, NodeId,
};

impl<'a> Chapter<'a> {
    /// Blocks one after another, each on lines of its own.
    pub(super) fn flow(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            if is_led(block) && self.depth == 0 {
                self.lead();
                self.led(block);
                continue;
            }
            self.out.at(block.span);
            self.problems(self.book.problems.by_node.get(&block.id));
            self.block_mark(block);
            self.block(block);
            self.out.end_line();
        }
    }

    /// Begins what goes along with a table that may get a page of its own: a heading, a place.
    pub(super) fn lead(&mut self) {
        self.out.code("let lead = {\n");
    }

    /// A block that such things go along with.
    pub(super) fn led(&mut self, block: &'a Block) {
        self.out.at(block.span);
        self.problems(self.book.problems.by_node.get(&block.id));
        self.block_mark(block);
        self.out.code("}\n");
        self.block(block);
        self.out.end_line();
    }

    /// Blocks as a code block.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        self.depth += 1;
        self.out.code("{\n");
        self.flow(blocks);
        self.out.code("}");
        self.depth -= 1;
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Paragraph(inlines) => self.paragraph(inlines),
            BlockKind::Heading(heading) => self.bridgehead(heading),
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items),
            BlockKind::Definitions(definitions) => self.definitions(definitions),
            BlockKind::Quote(blocks) => {
                self.out.code("quote(");
                self.blocks(blocks);
                self.out.code(")");
            }
            BlockKind::Alert { kind, title, blocks } => self.alert(*kind, title.as_deref(), blocks),
            BlockKind::Listing(listing) => self.listing(block.id, listing),
            BlockKind::Figure(figure) => self.figure(block.id, figure),
            BlockKind::Table(table) => self.table(block.id, table),
            BlockKind::Equation { latex, .. } => self.equation(block.id, latex),
            BlockKind::Details { summary, blocks } => self.details(summary, blocks),
            BlockKind::Rule => self.out.code("thematic-break"),
            BlockKind::Anchor(_) => self.out.code("none"),
            BlockKind::Problem(message) => self.call("problem-block", message),
        }
    }

    /// A paragraph; a displayed formula or a lone picture in it stands between paragraphs.
    fn paragraph(&mut self, inlines: &'a [Inline]) {
        if let [Inline { kind: InlineKind::Image(image), .. }] = inlines {
            self.picture(image);
            return;
        }
        let is_displayed = |inline: &Inline| {
            matches!(&inline.kind, InlineKind::Math { style: MathStyle::Display, id, .. }
                if self.book.formulas.contains_key(id))
        };
        let pieces: Vec<&'a [Inline]> =
            inlines.chunk_by(|a, b| !is_displayed(a) && !is_displayed(b)).collect();
        for piece in pieces {
            match piece {
                [Inline { kind: InlineKind::Math { id, style: MathStyle::Display, latex }, span }]
                    if self.book.formulas.contains_key(id) =>
                {
                    self.out.at(*span);
                    self.equation(*id, latex);
                    self.out.code("\n");
                }
                [Inline { kind: InlineKind::Text(words), .. }] if words.trim().is_empty() => {}
                piece => {
                    self.out.code("par(");
                    match self.task.take() {
                        Some(done) => {
                            self.out.code(&format!("{{task-box({done});"));
                            self.trimmed(piece);
                            self.out.code("}");
                        }
                        None => self.trimmed(piece),
                    }
                    self.out.code(")\n");
                }
            }
        }
    }

    /// Inlines without the white space at their start.
    fn trimmed(&mut self, inlines: &'a [Inline]) {
        match inlines {
            [Inline { kind: InlineKind::Text(words), .. }, rest @ ..] if words.starts_with(' ') => {
                self.out.code("{");
                self.out.words(words.trim_start());
                self.out.code(";");
                self.inlines(rest);
                self.out.code("}");
            }
            inlines => self.inlines(inlines),
        }
    }

    fn bridgehead(&mut self, heading: &'a Heading) {
        self.out.code("bridgehead(");
        self.inlines(&heading.inlines);
        self.out.code(")");
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &'a [Item]) {
        match start {
            Some(start) => {
                let start = i64::try_from(start).unwrap_or(i64::MAX);
                self.out.code(&format!("enum(start: {start}, tight: {tight}"));
            }
            None => self.out.code(&format!("list(tight: {tight}")),
        }
        for item in items {
            self.out.at(item.span);
            self.out.code(",\n");
            match item.task {
                // The box is a part of the first paragraph.
                Some(done) if !tight && begins_with_words(&item.blocks) => {
                    self.task = Some(done);
                    self.item(tight, &item.blocks);
                }
                Some(done) => {
                    self.out.code(&format!("task({done}, "));
                    self.item(tight, &item.blocks);
                    self.out.code(")");
                }
                None => self.item(tight, &item.blocks),
            }
        }
        self.out.code(")");
    }

    /// The blocks of a tight list's item, a cell or a meaning: a paragraph is its words, without space around it.
    pub(super) fn item(&mut self, tight: bool, blocks: &'a [Block]) {
        if !tight {
            self.blocks(blocks);
            return;
        }
        self.depth += 1;
        self.out.code("{\n");
        let mut follows_words = false;
        for block in blocks {
            self.out.at(block.span);
            self.problems(self.book.problems.by_node.get(&block.id));
            self.block_mark(block);
            let follows =
                std::mem::replace(&mut follows_words, matches!(block.kind, BlockKind::Paragraph(_)));
            match &block.kind {
                BlockKind::Paragraph(inlines) if is_words(inlines) && !follows => self.inlines(inlines),
                BlockKind::Paragraph(_)
                | BlockKind::Heading(_)
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
                | BlockKind::Problem(_) => self.block(block),
            }
            self.out.end_line();
        }
        self.out.code("}");
        self.depth -= 1;
    }

    /// The blocks of a footnote: its first paragraph stands beside its number.
    pub(super) fn note(&mut self, blocks: &'a [Block]) {
        match blocks {
            [Block { id, kind: BlockKind::Paragraph(inlines), span }, rest @ ..] if is_words(inlines) => {
                self.out.at(*span);
                self.out.code("{");
                self.problems(self.book.problems.by_node.get(id));
                self.inlines(inlines);
                if !rest.is_empty() {
                    self.out.code("\n");
                    self.blocks(rest);
                }
                self.out.code("}");
            }
            blocks => self.blocks(blocks),
        }
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        self.out.code("definitions(");
        for definition in definitions {
            self.out.code("\n(");
            for (index, term) in definition.terms.iter().enumerate() {
                self.out.code(if index > 0 { " + linebreak() + " } else { "" });
                self.inlines(term);
            }
            self.out.code(", {\n");
            for detail in &definition.details {
                self.item(detail.len() == 1, detail);
                self.out.code("\nparbreak()\n");
            }
            self.out.code("}),");
        }
        self.out.code(")");
    }

    fn alert(&mut self, kind: AlertKind, title: Option<&'a [Inline]>, blocks: &'a [Block]) {
        self.call_open("alert", kind.name());
        self.out.code(", ");
        match title {
            Some(title) if !title.is_empty() => self.inlines(title),
            Some(_) | None => self.out.string(self.book.terms.alert(kind)),
        }
        self.out.code(", ");
        self.blocks(blocks);
        self.out.code(")");
    }

    fn call_open(&mut self, function: &str, text: &str) {
        self.out.code(function);
        self.out.code("(");
        self.out.literal(text);
    }

    fn equation(&mut self, id: NodeId, latex: &str) {
        let number = self.book.numbers.get(&id).map(|number| format!("({number})"));
        let Some(formula) = self.book.formulas.get(&id) else {
            return self.call("problem-block", &format!("{latex}{}", number.unwrap_or_default()));
        };
        // What may be wider than the line is measured.
        let is_wide = letters(latex) > self.code_room(None) / 2;
        let function = match (is_wide, is_row(latex)) {
            (true, true) => "long-equation",
            (true, false) => "wide-equation",
            (false, _) => "equation",
        };
        self.formula(function, &formula.typst, latex, number.as_deref());
    }

    fn details(&mut self, summary: &'a [Inline], blocks: &'a [Block]) {
        self.out.code("details(");
        if summary.is_empty() {
            self.out.string(self.book.terms.details);
        } else {
            self.inlines(summary);
        }
        self.out.code(", ");
        self.blocks(blocks);
        self.out.code(")");
    }

    /// A caption as named arguments: word and number, then what the author says.
    pub(super) fn caption(&mut self, label: Option<&str>, inlines: &'a [Inline]) {
        if label.is_none() && inlines.is_empty() {
            return;
        }
        if let (Some(label), true) = (label, inlines.is_empty()) {
            self.out.code("caption: ");
            self.call("bare-caption", label);
            return self.out.code(", ");
        }
        self.out.code("caption: caption(");
        self.optional(label);
        self.out.code(", ");
        self.inlines(inlines);
        self.out.code("), ");
    }
}

/// Whether a heading above may have to go along with a block to another page.
pub(super) fn is_led(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Table(_))
}

/// How many letters and signs a formula shows at most, where a command is one.
fn letters(latex: &str) -> usize {
    let mut count = 0;
    let mut in_command = false;
    for c in latex.chars() {
        let goes_on = in_command && c.is_ascii_alphabetic();
        in_command = goes_on || c == '\\';
        count += usize::from(!goes_on && !c.is_whitespace() && !"{}_^&".contains(c));
    }
    count
}

/// Whether a formula is a row of signs, none over another: it can be broken between them.
fn is_row(latex: &str) -> bool {
    ["\\\\", "\\begin", "\\left", "\\sqrt", "frac", "over", "under", "binom"]
        .iter()
        .all(|part| !latex.contains(part))
}

/// Whether the first of some blocks is a paragraph of words.
fn begins_with_words(blocks: &[Block]) -> bool {
    matches!(blocks, [Block { kind: BlockKind::Paragraph(inlines), .. }, ..] if is_words(inlines))
}

/// Whether inlines can stand in a line together: a lone picture and a displayed formula can't.
fn is_words(inlines: &[Inline]) -> bool {
    let is_alone = matches!(inlines, [Inline { kind: InlineKind::Image(_), .. }]);
    let is_displayed =
        |inline: &Inline| matches!(inline.kind, InlineKind::Math { style: MathStyle::Display, .. });
    !is_alone && !inlines.iter().any(is_displayed)
}
