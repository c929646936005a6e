//! What is around a page's text: header, contents, neighbours, footer.

use super::AuthorStyles;
use super::head::{Page, head};
use crate::model::ChapterId;
use crate::render::flow::contents::{PlannedAs, Shown};
use crate::render::flow::{Dialect, Flow, Medium, page};
use crate::render::markup::{Element, Node, element, text};
use crate::resolve::{Resolved, imprint};

/// What frames pages.
pub(super) struct Frame<'a> {
    pub(super) book: &'a Resolved,
    pub(super) dialect: &'a Dialect,
    pub(super) author_styles: &'a AuthorStyles,
}

impl Frame<'_> {
    /// A chapter with the contents beside it and its neighbours below.
    pub(super) fn chapter(&self, id: ChapterId, chapter: Element) -> Node {
        let main = main([chapter.into(), self.neighbours(id)]);
        let site = element("div").class("site").child(self.contents(id)).child(main);
        let body = element("body")
            .with("data-copy", self.book.terms.copy)
            .with("data-copied", self.book.terms.copied)
            .child(self.skip_link())
            .child(self.header())
            .child(site)
            .child(self.footer(Page::Chapter(id)));
        self.html(Page::Chapter(id), head(self.book, Page::Chapter(id), self.author_styles), body)
    }

    /// A page whose text has the contents in itself.
    pub(super) fn single(&self, page: Page, text: Vec<Node>) -> Node {
        let class = if page == Page::Index { "alone first" } else { "alone" };
        let body = element("body")
            .class(class)
            .with("data-copy", self.book.terms.copy)
            .with("data-copied", self.book.terms.copied)
            .child(self.skip_link())
            .child(self.header())
            .child(main(text))
            .child(self.footer(page));
        self.html(page, head(self.book, page, self.author_styles), body)
    }

    /// The page for addresses that lead nowhere. It may be sent for any of them, so that it asks for no other file by an
    /// address that begins where the reader is; where the site's own is known, its links begin there.
    pub(super) fn not_found(&self, text: Vec<Node>, rules: &str) -> Node {
        let mut head = head(self.book, Page::NotFound, self.author_styles);
        if let Some(url) = &self.book.book.settings.html_url {
            head = head.child(element("base").with("href", url.clone()));
        }
        let head = head.child(element("style").child(Node::Verbatim(rules.to_owned())));
        let body = element("body").class("alone").child(self.header()).child(main(text));
        self.html(Page::NotFound, head, body.child(self.footer(Page::NotFound)))
    }

    fn html(&self, page: Page, head: Element, body: Element) -> Node {
        let meta = &self.book.book.meta;
        let direction = meta.right_to_left.then_some("rtl");
        let class = (page == Page::Single).then_some("single");
        let html = element("html").with("lang", meta.language.clone()).maybe("dir", direction);
        html.maybe("class", class).child(head).child(body).into()
    }

    fn skip_link(&self) -> Element {
        element("a").class("skip-link").with("href", "#content").text(self.book.terms.skip_to_content)
    }

    /// Title and edition.
    fn header(&self) -> Element {
        let title = element("a")
            .class("book-title")
            .with("href", "index.html")
            .text(self.book.book.meta.title.clone());
        let inner = element("div").class("site-header-inner").child(title);
        let edition = phrases(element("p").class("edition"), super::front::edition(self.book));
        let inner = inner.child(edition);
        element("header").class("site-header").child(inner)
    }

    /// The contents, folded where there is no room beside the text.
    fn contents(&self, current: ChapterId) -> Element {
        let shown =
            Shown { planned: PlannedAs::Words, sections: 1, summaries: false, current: Some(current) };
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

    /// Whose the book is, which making of it, and what else there is of it.
    fn footer(&self, page: Page) -> Element {
        let meta = &self.book.book.meta;
        let terms = &self.book.terms;
        let mut inner = element("div").class("site-footer-inner");
        inner = inner.children(meta.rights.iter().map(|rights| element("p").text(rights.clone()).into()));
        let publisher = meta.publisher.as_ref().map(|name| terms.published_by(name));
        let isbn = meta.isbn.html.as_ref().map(|isbn| format!("{} {isbn}", terms.isbn));
        let facts: Vec<String> =
            publisher.into_iter().chain(isbn).chain(imprint::edition(self.book)).collect();
        inner = inner.child(phrases(element("p"), facts));
        let link = |address: String, words: &str| -> Node {
            element("li").child(element("a").with("href", address).text(words)).into()
        };
        let mut links = Vec::new();
        if page != Page::Index {
            links.push(link("index.html".to_owned(), terms.contents));
        }
        if page != Page::Single {
            links.push(link("print.html".to_owned(), terms.single_page));
        }
        links.extend(meta.repository.iter().map(|address| link(address.clone(), terms.repository)));
        let inner = inner.child(element("ul").class("site-links").children(links));
        element("footer").class("site-footer").child(inner)
    }
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
