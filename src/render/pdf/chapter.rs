//! A chapter as a Typst file.

use std::collections::HashSet;

use super::block::is_led;
use super::inline::name_of;
use super::room::Room;
use super::writer::{LongWord, SourceMap, Writer};
use super::{Marks, PagePlace};
use crate::diag::Diagnostics;
use crate::model::{
    self, ChapterId, Heading, Inline, InlineKind, Matter, Section, Status, Visitor, walk_inline, walk_inlines,
};
use crate::resolve::{Place, Presence, Resolved};

/// What every file begins with.
pub(super) const HEAD: &str = "#import \"/book.typ\": *\n#";

/// A chapter being written.
pub(super) struct Chapter<'a> {
    pub(super) book: &'a Resolved,
    pub(super) chapter: &'a model::Chapter,
    /// What a line of its pages holds.
    pub(super) room: Room,
    pub(super) out: Writer,
    pub(super) marks: Marks,
    /// The level of the chapter's heading; its sections are below it.
    level: usize,
    /// How many lists, quotations and the like are around what is written.
    pub(super) depth: usize,
    /// How many tables are around what is written: its cells are as wide as Typst makes them.
    pub(super) tables: usize,
    /// Whether a link is around what is written.
    pub(super) in_link: bool,
    /// How many tables and footnotes are around what is written: pages are not found by what is in them.
    pub(super) unpaged: usize,
    /// Where in the code the last place is by which a page is found.
    pub(super) last_mark: usize,
    /// Of the task whose first paragraph is to come, whether it is done.
    pub(super) task: Option<bool>,
    /// The footnotes around what is written.
    pub(super) open_notes: Vec<usize>,
    /// Which short forms were spelled out; `None` where none is.
    pub(super) said: Option<HashSet<(String, String)>>,
}

/// A chapter's file.
pub(super) struct Written {
    pub(super) code: String,
    pub(super) map: SourceMap,
    pub(super) marks: Marks,
}

/// Writes a chapter whose heading is of that level.
pub(super) fn chapter(
    book: &Resolved,
    room: Room,
    id: ChapterId,
    level: usize,
    diagnostics: &mut Diagnostics,
) -> Written {
    let mut writer = Chapter::new(book, room, id, level, HEAD);
    writer.whole();
    writer.written(diagnostics)
}

/// Writes planned chapters that follow one another: they share a page.
pub(super) fn planned(
    book: &Resolved,
    room: Room,
    ids: &[(ChapterId, usize)],
    diagnostics: &mut Diagnostics,
) -> Written {
    let mut code = String::from(HEAD);
    let mut written = Written { code: String::new(), map: SourceMap::default(), marks: Marks::new() };
    code.push_str("planned-chapters({\n");
    for &(id, level) in ids {
        let mut writer = Chapter::new(book, room, id, level, &code);
        writer.planned();
        let one = writer.written(diagnostics);
        code = one.code;
        written.map.extend(one.map);
        written.marks.extend(one.marks);
    }
    code.push_str("})\n");
    Written { code, ..written }
}

impl<'a> Chapter<'a> {
    pub(super) fn new(book: &'a Resolved, room: Room, id: ChapterId, level: usize, head: &str) -> Self {
        let mut out = Writer::new(head);
        out.long_word = LongWord::text(room.code);
        Self {
            book,
            chapter: book.book.chapter(id),
            room,
            out,
            marks: Marks::new(),
            level,
            depth: 0,
            tables: 0,
            in_link: false,
            task: None,
            open_notes: Vec::new(),
            said: Some(HashSet::new()),
            unpaged: 0,
            last_mark: 0,
        }
    }

    pub(super) fn written(self, diagnostics: &mut Diagnostics) -> Written {
        let (code, map) = self.out.finish(diagnostics);
        Written { code, map, marks: self.marks }
    }

    fn whole(&mut self) {
        let chapter = self.chapter;
        self.out.at(chapter.heading.as_ref().map_or(chapter.span, |heading| heading.span));
        self.out.code("chapter(name: ");
        self.out.literal(chapter.slug.as_str());
        self.out.code(", title: ");
        self.out.title(&self.running_title());
        self.out.code(", sections: (");
        for section in &chapter.body.sections {
            self.running_section(section);
        }
        self.out.code("), {\n");
        self.opening("chapter-opening");
        self.problems(self.book.problems.by_chapter.get(&chapter.id));
        self.flow(&chapter.body.blocks);
        for section in &chapter.body.sections {
            self.section(section, self.level + 1);
        }
        self.rest();
        self.out.code("})\n");
    }

    /// Where the rest of a chapter is that a sample has only sections of.
    fn rest(&mut self) {
        match self.book.chapter(self.chapter.id).presence {
            Presence::Part => {
                self.call("rest-notice", self.book.terms.rest_elsewhere);
                self.out.code("\n");
            }
            Presence::Whole | Presence::Elsewhere => {}
        }
    }

    fn planned(&mut self) {
        self.out.at(self.chapter.span);
        self.opening("planned-chapter");
        self.problems(self.book.problems.by_chapter.get(&self.chapter.id));
    }

    /// `3 Arrays and Slices`, for running heads.
    fn running_title(&self) -> String {
        match &self.book.chapter(self.chapter.id).number {
            Some(number) => format!("{number}\u{2002}{}", self.chapter.title),
            None => self.chapter.title.clone(),
        }
    }

    fn running_section(&mut self, section: &Section) {
        let heading = &section.heading;
        let title = self.book.plain(&heading.inlines);
        if title.trim().is_empty() {
            return;
        }
        self.out.code("(");
        self.out.literal(&self.name(heading.id));
        self.out.code(", ");
        let number = self.book.numbers.get(&heading.id);
        self.out.title(&number.map_or(title.clone(), |number| format!("{number}\u{2002}{title}")));
        self.out.code("), ");
    }

    /// Number, title, status, authors; of a planned chapter also what it is about.
    fn opening(&mut self, function: &str) {
        let (book, chapter) = (self.book, self.chapter);
        self.chapter_arrivals();
        if let Some(heading) =
            chapter.heading.as_ref().filter(|heading| book.anchors.contains_key(&heading.id))
        {
            self.mark(heading.id);
            self.out.code("\n");
            self.arrivals(heading.id);
        }
        self.out.code(function);
        self.out.code("(mark: ");
        let name = name_of(book, &Place { chapter: chapter.id, anchor: None });
        self.marks.insert(name.clone(), PagePlace::Chapter(chapter.id));
        let mut title = self.running_title().replace('\u{2002}', " ");
        if chapter.status == Status::Planned {
            title += &format!(" ({})", book.terms.remark(chapter));
        }
        self.bookmark(&name, self.level, &title);
        self.out.code(&format!(", level: {}, number: ", self.level));
        let number = book.chapter(chapter.id).number.as_ref();
        self.optional(number.map(|number| book.terms.chapter_number(number)).as_deref());
        self.out.code(", status: ");
        self.optional(book.terms.mark(chapter).as_deref());
        self.out.code(", authors: ");
        let authors = (!chapter.authors.is_empty()).then(|| book.terms.list(&chapter.authors));
        self.optional(authors.as_deref());
        if chapter.status == Status::Planned {
            self.out.code(", summary: ");
            self.optional(chapter.summary.as_deref());
            self.out.code(", notice: ");
            self.out.string(book.terms.planned_notice);
        }
        self.out.code(", ");
        match &chapter.heading {
            Some(Heading { inlines, .. }) if book.has_words(inlines) => self.title(inlines),
            Some(Heading { inlines, .. }) if !inlines.is_empty() => {
                self.out.code("{");
                self.out.string(&format!("{} ", chapter.title));
                self.out.code(";");
                self.inlines(inlines);
                self.out.code("}");
            }
            Some(_) | None => self.out.string(&chapter.title),
        }
        self.out.code(")\n");
    }

    /// A place that the bookmarks show.
    fn bookmark(&mut self, name: &str, level: usize, title: &str) {
        self.out.code(&format!("bookmark({level}, "));
        self.out.literal(name);
        self.out.code(", ");
        self.out.literal(title);
        self.out.code(")");
    }

    /// A section whose heading is of that level. One without words is no heading of Typst's, so that those below it take
    /// its level: none may be left out.
    fn section(&mut self, section: &'a Section, level: usize) {
        let led = section.body.blocks.split_first().filter(|(first, _)| is_led(first));
        if led.is_some() {
            self.lead();
        }
        let has_words = self.heading(section, level);
        self.problems(self.book.problems.by_node.get(&section.heading.id));
        match led {
            Some((first, rest)) => {
                self.led(first);
                self.flow(rest);
            }
            None => self.flow(&section.body.blocks),
        }
        for inner in &section.body.sections {
            self.section(inner, level + usize::from(has_words));
        }
    }

    /// Writes a heading, and tells whether it has words.
    fn heading(&mut self, section: &'a Section, level: usize) -> bool {
        let heading = &section.heading;
        let title = self.book.plain(&heading.inlines);
        let number = self.book.numbers.get(&heading.id);
        self.out.at(heading.span);
        let name = self.name(heading.id);
        self.marks.insert(name.clone(), PagePlace::Node(heading.id));
        // PDF/UA-1 knows no heading without words (ISO 14289-1 §7.4).
        if title.trim().is_empty() {
            self.out.mark(&name);
            self.out.code("\nbridgehead(");
            if let Some(number) = number {
                self.call("heading-number", number);
                self.out.code(" + ");
            }
        } else {
            self.out.code(&format!("section-heading({level}, {}, ", section.depth));
            if section.depth <= crate::resolve::SHOWN_DEPTH {
                let title = number.map_or(title.clone(), |number| format!("{number} {title}"));
                self.bookmark(&name, level, &title);
            } else {
                self.out.mark(&name);
            }
            self.out.code(", ");
            self.optional(number.map(String::as_str));
            self.out.code(", ");
        }
        self.title(&heading.inlines);
        self.out.code(")\n");
        self.arrivals(heading.id);
        !title.trim().is_empty()
    }

    /// What a heading says. Typst names headings by the text that it finds before it knows where anything is: the words of
    /// pictures, and of links into the book, are there for it, unseen.
    fn title(&mut self, inlines: &'a [Inline]) {
        let mut unfound = Unfound { book: self.book, words: String::new() };
        walk_inlines(&mut unfound, inlines);
        let long_word = std::mem::replace(&mut self.out.long_word, LongWord::heading(self.room.code));
        if unfound.words.is_empty() {
            self.inlines(inlines);
        } else {
            self.out.code("{place(hide(");
            self.out.string(&unfound.words);
            self.out.code("));");
            self.inlines(inlines);
            self.out.code("}");
        }
        self.out.long_word = long_word;
    }

    pub(super) fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.out.string(text),
            None => self.out.code("none"),
        }
    }

    /// Marks of errors, in books that are written in spite of them.
    pub(super) fn problems(&mut self, words: Option<&Vec<String>>) {
        for words in words.into_iter().flatten() {
            self.call("problem-block", words);
            self.out.code("\n");
        }
    }
}

/// The words that are no text to Typst.
struct Unfound<'b> {
    book: &'b Resolved,
    words: String,
}

impl<'a> Visitor<'a> for Unfound<'_> {
    fn inline(&mut self, inline: &'a Inline) {
        let is_unfound = matches!(
            inline.kind,
            InlineKind::Image(_) | InlineKind::Link { .. } | InlineKind::Reference { .. }
        );
        if is_unfound {
            self.words.push_str(if self.words.is_empty() { "" } else { " " });
            self.words.push_str(&self.book.plain(std::slice::from_ref(inline)));
        } else {
            walk_inline(self, inline);
        }
    }
}

/// Whether a chapter stands before the pages that are counted in Arabic numbers.
pub(super) fn is_front(chapter: &model::Chapter) -> bool {
    match chapter.matter {
        Matter::Front => true,
        Matter::Main | Matter::Back => false,
    }
}
