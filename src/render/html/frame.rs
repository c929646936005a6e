//! What is around a page's text: header, contents, neighbours, footer.

use super::AuthorStyles;
use super::head::{Page, head};
use crate::model::ChapterId;
use crate::render::flow::contents::{Extent, Missing, PlannedAs, Shown};
use crate::render::flow::{Dialect, Flow, Medium, page};
use crate::render::markup::{Element, Node, element, text};
use crate::resolve::{Resolved, imprint};

/// What frames pages.
pub(super) struct Frame<'a> {
    pub(super) book: &'a Resolved,
    pub(super) dialect: &'a Dialect,
    pub(super) author_styles: &'a AuthorStyles,
    /// How much of the contents stands beside a chapter.
    pub(super) extent: Extent,
}

impl Frame<'_> {
    /// A chapter with the contents beside it and its neighbours below.
    pub(super) fn chapter(&self, id: ChapterId, chapter: Element) -> Node {
        let part = super::front::part(self.book, id).map(|(number, title)| {
            element("p").class("chapter-part").text(format!("{number}: {title}")).into()
        });
        let main = main(part.into_iter().chain([chapter.into(), self.neighbours(id)]));
        let site = element("div").class("site").child(self.contents(id)).child(main);
        self.page(Page::Chapter(id), element("body"), site)
    }

    /// A page whose text has the contents in itself.
    pub(super) fn alone(&self, page: Page, text: Vec<Node>) -> Node {
        let class = if page == Page::Single { "alone single" } else { "alone" };
        self.page(page, element("body").class(class), main(text))
    }

    fn page(&self, page: Page, body: Element, text: Element) -> Node {
        let terms = &self.book.terms;
        let skip = element("a").class("skip-link").with("href", "#content").text(terms.skip_to_content);
        let body = body.with("data-copy", terms.copy).with("data-copied", terms.copied);
        let body = body.child(skip).child(self.header()).child(text).child(self.footer(page));
        self.html(head(self.book, page, self.author_styles), body)
    }

    /// The page for addresses that lead nowhere. It may be sent for any of them, so that it asks for no other file by an
    /// address that begins where the reader is; where the site's own is known, its links begin there.
    pub(super) fn not_found(&self, text: Vec<Node>, rules: &str) -> Node {
        let mut head = head(self.book, Page::NotFound, self.author_styles);
        if let Some(url) = &self.book.book.settings.html_url {
            head = head.child(element("base").with("href", url.clone()));
        }
        let head = head.child(style(rules)).children(self.author_styles.iter().map(|(_, css)| {
            // Nothing in a style sheet may end the element; in CSS the same character is meant (CSS Syntax 3 §4.3.7).
            style(&String::from_utf8_lossy(css).replace("</", "<\\/")).into()
        }));
        let body = element("body").class("alone").child(self.header()).child(main(text));
        self.html(head, body.child(self.footer(Page::NotFound)))
    }

    fn html(&self, head: Element, body: Element) -> Node {
        let meta = &self.book.book.meta;
        let direction = meta.right_to_left.then_some("rtl");
        let html = element("html").with("lang", meta.language.clone()).maybe("dir", direction);
        html.child(head).child(body).into()
    }

    /// Title and edition.
    fn header(&self) -> Element {
        let title = element("a")
            .class("book-title")
            .with("href", "index.html")
            .text(self.book.book.meta.title.clone());
        let inner = element("div").class("site-header-inner").child(title);
        let edition = phrases(element("p").class("edition"), imprint::making(self.book));
        let inner = inner.child(edition);
        element("header").class("site-header").child(inner)
    }

    /// The contents, folded where there is no room beside the text.
    fn contents(&self, current: ChapterId) -> Element {
        let shown = Shown {
            planned: PlannedAs::Words,
            missing: Missing::Shown,
            sections: 1,
            summaries: false,
            current: Some(current),
            extent: self.extent,
        };
        let fold = element("details")
            .class("contents-fold")
            .child(element("summary").text(self.book.terms.contents))
            .child(Flow::contents(self.book, self.dialect, shown));
        element("nav").class("site-contents").with("aria-label", self.book.terms.contents).child(fold)
    }

    /// Links to the chapters before and after.
    fn neighbours(&self, id: ChapterId) -> Node {
        let info = self.book.chapter(id);
        let link = |id: Option<ChapterId>, class: &'static str, words: &'static str| {
            let chapter = self.book.book.chapter(id?);
            let address = page(chapter.slug.as_str(), Medium::Web);
            let label = element("span").class("neighbour-label").text(words);
            let title = element("span").class("neighbour-title").text(chapter.title.clone());
            Some(
                element("a")
                    .class(class)
                    .with("href", address)
                    .child(label)
                    .child(text(" "))
                    .child(title)
                    .into(),
            )
        };
        let label = format!("{} / {}", self.book.terms.previous, self.book.terms.next);
        let links: Vec<Node> = [
            link(info.previous, "previous", self.book.terms.previous),
            link(info.next, "next", self.book.terms.next),
        ]
        .into_iter()
        .flatten()
        .collect();
        element("nav").class("neighbours").with("aria-label", label).children(links).into()
    }

    /// Whose the book is and which making of it, where the page does not say so itself, and what else there is of it. An
    /// edition is named below every page.
    fn footer(&self, page: Page) -> Element {
        let inner = element("div").class("site-footer-inner");
        let inner = match page {
            Page::Index => {
                let line = imprint::edition_line(self.book);
                inner.children(line.map(|line| phrases(element("p"), vec![line]).into()))
            }
            Page::Chapter(_) | Page::Single | Page::Retired(_) | Page::NotFound => {
                inner.children(self.facts())
            }
        };
        element("footer").class("site-footer").child(inner.child(self.links(page)))
    }

    fn facts(&self) -> Vec<Node> {
        let meta = &self.book.book.meta;
        let terms = &self.book.terms;
        let publisher = meta.publisher.as_ref().map(|name| terms.published_by(name));
        let isbn = meta.isbn.html.as_ref().map(|isbn| format!("{} {isbn}", terms.isbn));
        let facts = publisher.into_iter().chain(isbn).chain(imprint::edition(self.book)).collect();
        let rights = meta.rights.iter().map(|rights| element("p").text(rights.clone()));
        rights.chain([phrases(element("p"), facts)]).map(Node::from).collect()
    }

    fn links(&self, page: Page) -> Element {
        let terms = &self.book.terms;
        let repository = self.book.book.meta.repository.as_deref();
        let links = [
            (page != Page::Index).then_some(("index.html", terms.contents)),
            (page != Page::Single).then_some(("print.html", terms.single_page)),
            repository.map(|address| (address, terms.repository)),
        ];
        let items = links.into_iter().flatten().map(|(address, words)| {
            element("li").child(element("a").with("href", address.to_owned()).text(words.to_owned())).into()
        });
        element("ul").class("site-links").children(items)
    }
}

fn style(rules: &str) -> Element {
    element("style").child(Node::Verbatim(rules.to_owned()))
}

fn main(text: impl IntoIterator<Item = Node>) -> Element {
    element("main").with("id", "content").children(text)
}

/// Phrases in a line. Each runs its own way: a date in English stays whole among words from right to left.
fn phrases(line: Element, phrases: Vec<String>) -> Element {
    phrases.into_iter().enumerate().fold(line, |line, (index, phrase)| {
        let line = if index == 0 { line } else { line.text(" · ") };
        line.child(element("bdi").text(phrase))
    })
}
