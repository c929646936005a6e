//! Changes as one page of HTML that needs nothing beside it.

use super::forms::{label, name, shown, title, withdrawn};
use super::{BlockChanged, Changed, ChapterChanged, Fate, Run, SectionChanged};
use crate::ledger::{BlockName, Change};
use crate::render::markup::{Element, Node, Syntax, element, text, write};
use crate::resolve::terms::{Terms, terms};
use crate::theme::{Sheet, Theme, Values};

impl Changed {
    /// The changes as a page, in the book's language.
    pub fn html(&self) -> String {
        let (own, _) = terms(&self.language);
        let title = format!("{}: {} → {}", self.title, name(&self.from), name(&self.to));
        let theme = Theme::built_in();
        let style = theme.custom_properties() + &theme.css(Sheet::Changes, Values::CustomProperties);
        let head = element("head")
            .child(element("meta").with("charset", "utf-8"))
            .child(
                element("meta")
                    .with("name", "viewport")
                    .with("content", "width=device-width, initial-scale=1"),
            )
            .child(element("meta").with("name", "color-scheme").with("content", "light dark"))
            .child(element("title").text(title.clone()))
            // The sheet is the program's own, and has nothing in it that ends an element.
            .child(element("style").child(Node::Verbatim(style)));
        let mut main = element("main").child(element("h1").text(title));
        for line in [&self.from, &self.to].into_iter().filter_map(withdrawn) {
            main = main.child(element("p").child(element("strong").text(line)));
        }
        if self.chapters.is_empty() {
            let version = self.from.version.as_ref().map(ToString::to_string).unwrap_or_default();
            main = main.child(element("p").text(own.same_text(&version)));
        }
        let main = main.children(self.chapters.iter().map(|chapter| self.chapter_html(chapter, &own).into()));
        let html = element("html").with("lang", self.language.clone());
        let html = html.maybe("dir", self.right_to_left.then_some("rtl")).child(head);
        let html = html.child(element("body").child(main));
        format!("<!DOCTYPE html>\n{}\n", write(&[html.into()], Syntax::Html))
    }

    fn chapter_html(&self, chapter: &ChapterChanged, terms: &Terms) -> Element {
        let mut heading = element("h2").text(chapter.change.title.clone());
        if let Some(file) = &chapter.file {
            heading = heading.child(text(" ")).child(element("code").text(file.clone()));
        }
        let what = self.chapter(chapter, terms).join(terms.semicolon());
        let sections = shown(chapter).iter().map(|section| self.section_html(section, terms).into());
        let out = element("section").child(heading);
        out.children(remark(what)).children(sections.collect::<Vec<_>>())
    }

    fn section_html(&self, section: &SectionChanged, terms: &Terms) -> Element {
        let mut out = element("section");
        if let Some(title) = title(section, terms) {
            let what = self.section(section, terms).join(terms.semicolon());
            out = out.child(element("h3").text(title.to_owned())).children(remark(what));
        }
        out.children(section.blocks.iter().map(|block| block_html(block).into()).collect::<Vec<_>>())
    }
}

fn remark(what: String) -> Option<Node> {
    (!what.is_empty()).then(|| element("p").class("remark").text(what).into())
}

fn block_html(block: &BlockChanged) -> Element {
    let name = match block.kind {
        BlockName::Code => "pre",
        BlockName::Heading
        | BlockName::Text
        | BlockName::Figure
        | BlockName::Table
        | BlockName::Formula
        | BlockName::Note => "p",
    };
    let out = element(name).class(block.change.name()).with("title", label(block));
    match &block.words {
        None => out.child(element("em").text(label(block))),
        Some(runs) if block.change == Change::Moved => {
            let words: String = runs.iter().map(|run| run.text.as_str()).collect();
            out.text(words).child(text(" ")).child(element("small").text(label(block)))
        }
        Some(runs) => out.children(runs.iter().flat_map(run_html).collect::<Vec<_>>()),
    }
}

/// Words with the space before them outside of what marks them.
fn run_html(run: &Run) -> [Node; 2] {
    let words = run.text.trim_start();
    let space = text(run.text[..run.text.len() - words.len()].to_owned());
    let words = words.to_owned();
    [
        space,
        match run.fate {
            Fate::Kept => text(words),
            Fate::Inserted => element("ins").text(words).into(),
            Fate::Deleted => element("del").text(words).into(),
        },
    ]
}
