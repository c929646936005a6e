//! What is around a page's text: head, header, contents, neighbours.

use super::{AuthorStyles, SCRIPT, STYLE, document};
use crate::model::ChapterId;
use crate::render::flow::contents::{PlannedAs, Shown};
use crate::render::flow::{Dialect, Flow, Medium, page};
use crate::render::markup::{Element, Node, element};
use crate::resolve::Resolved;

/// What frames pages.
pub(super) struct Frame<'a> {
    pub(super) book: &'a Resolved,
    pub(super) dialect: &'a Dialect,
    pub(super) author_styles: &'a AuthorStyles,
}

/// What a page says of itself.
pub(super) struct Head {
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) page: String,
    pub(super) current: Option<ChapterId>,
}

impl Frame<'_> {
    /// A page with the contents beside its text.
    pub(super) fn page(&self, head: &Head, text: Vec<Node>) -> Vec<u8> {
        let main = element("main").with("id", "content").children(text);
        let body = element("body")
            .with("data-copy", self.book.terms.copy)
            .child(self.skip_link())
            .child(self.header())
            .child(element("div").class("site").child(self.contents(head)).child(main));
        self.document(head, body.child(self.footer()))
    }

    /// A page whose text has the contents itself.
    pub(super) fn first(&self, head: &Head, text: Vec<Node>) -> Vec<u8> {
        let main = element("main").with("id", "content").children(text);
        let body = element("body").class("first").child(self.skip_link()).child(self.header()).child(main);
        self.document(head, body.child(self.footer()))
    }

    /// A page of nothing but its text.
    pub(super) fn bare(&self, head: &Head, text: Vec<Node>) -> Vec<u8> {
        let main = element("main").with("id", "content").children(text);
        self.document(head, element("body").class("bare").child(main))
    }

    fn document(&self, head: &Head, body: Element) -> Vec<u8> {
        let meta = &self.book.book.meta;
        let direction = meta.right_to_left.then_some("rtl");
        let html = element("html").with("lang", meta.language.clone()).maybe("dir", direction);
        document(&[html.child(self.head(head)).child(body).into()])
    }

    fn head(&self, head: &Head) -> Element {
        let named =
            |name: &'static str, content: String| element("meta").with("name", name).with("content", content);
        let mut out = element("head")
            .child(element("meta").with("charset", "utf-8"))
            .child(element("title").text(head.title.clone()))
            .child(named("viewport", "width=device-width, initial-scale=1".to_owned()))
            .child(named("generator", self.book.release.generator.clone()));
        if let Some(description) = &head.description {
            out = out.child(named("description", description.clone()));
        }
        for author in &self.book.book.meta.authors {
            out = out.child(named("author", author.clone()));
        }
        out = out.child(element("link").with("rel", "stylesheet").with("href", STYLE));
        for (name, _) in self.author_styles {
            out = out.child(element("link").with("rel", "stylesheet").with("href", name.clone()));
        }
        if let Some(id) = head.current {
            out = out.children(self.relations(id));
        }
        out = out.children(self.card(head));
        out.child(element("script").with("src", SCRIPT).with("defer", ""))
    }

    fn relations(&self, id: ChapterId) -> Vec<Node> {
        let info = self.book.chapter(id);
        [("prev", info.previous), ("next", info.next)]
            .into_iter()
            .filter_map(|(name, id)| {
                let slug = &self.book.book.chapter(id?).slug;
                let address = page(slug.as_str(), Medium::Web);
                Some(element("link").with("rel", name).with("href", address).into())
            })
            .collect()
    }

    /// A link card (Open Graph), where it is known what the page's address will be.
    fn card(&self, head: &Head) -> Vec<Node> {
        let Some(url) = &self.book.book.settings.html_url else { return Vec::new() };
        let property = |name: &'static str, content: String| -> Node {
            element("meta").with("property", name).with("content", content).into()
        };
        let address = if head.page == "index.html" { url.clone() } else { format!("{url}{}", head.page) };
        let mut out = vec![
            element("link").with("rel", "canonical").with("href", address.clone()).into(),
            property("og:type", if head.current.is_some() { "article" } else { "book" }.to_owned()),
            property("og:title", head.title.clone()),
            property("og:url", address),
            property("og:site_name", self.book.book.meta.title.clone()),
        ];
        if let Some(description) = head.description.as_ref().or(self.book.book.meta.description.as_ref()) {
            out.push(property("og:description", description.clone()));
        }
        if let Some(cover) = self.book.cover.map(|id| &self.book.assets[id.0 as usize]) {
            out.push(property("og:image", format!("{url}{}", crate::render::flow::image::source(cover))));
        }
        out
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
        let mut header = element("header").class("site-header").child(title);
        let edition = super::front::edition(self.book);
        if !edition.is_empty() {
            header = header.child(element("p").class("edition").text(edition.join(" · ")));
        }
        header
    }

    /// The contents, folded where there is no room beside the text.
    fn contents(&self, head: &Head) -> Element {
        let shown = Shown { planned: PlannedAs::Words, sections: 1, summaries: false, current: head.current };
        let shown = if head.current.is_none() { Shown { sections: 0, ..shown } } else { shown };
        let list = Flow::contents(self.book, self.dialect, shown);
        let fold = element("details")
            .class("contents-fold")
            .child(element("summary").text(self.book.terms.contents));
        element("nav")
            .class("site-contents")
            .with("aria-label", self.book.terms.contents)
            .child(fold.child(list))
    }

    /// Links to the chapters before and after.
    pub(super) fn neighbours(&self, id: ChapterId) -> Node {
        let info = self.book.chapter(id);
        let link = |id: Option<ChapterId>, class: &'static str, words: &'static str| {
            let chapter = self.book.book.chapter(id?);
            let address = page(chapter.slug.as_str(), Medium::Web);
            let label = element("span").class("neighbour-label").text(words);
            let title = element("span").class("neighbour-title").text(chapter.title.clone());
            Some(element("a").class(class).with("href", address).child(label).text(" ").child(title))
        };
        let label = format!("{} / {}", self.book.terms.previous, self.book.terms.next);
        let mut nav = element("nav").class("neighbours").with("aria-label", label);
        for link in [
            link(info.previous, "previous", self.book.terms.previous),
            link(info.next, "next", self.book.terms.next),
        ]
        .into_iter()
        .flatten()
        {
            nav = nav.child(link);
        }
        nav.into()
    }

    fn footer(&self) -> Element {
        let single = element("a").with("href", "print.html").text(self.book.terms.single_page);
        let mut footer = element("footer").class("site-footer");
        if let Some(rights) = &self.book.book.meta.rights {
            footer = footer.child(element("p").text(rights.clone()));
        }
        footer.child(element("p").child(single))
    }
}
