//! What a page says of itself to browsers, search engines and those who share a link to it.

use super::{AuthorStyles, ICON, SCRIPT, STYLE, card};
use crate::model::ChapterId;
use crate::render::flow::{Medium, address, page};
use crate::render::markup::{Element, Node, element};
use crate::resolve::{Resolved, imprint};

/// The pages of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// The first one.
    Index,
    /// A chapter's.
    Chapter(ChapterId),
    /// The whole book on one.
    Single,
    /// That of a chapter which is no longer there, by its place in [`Redirects::retired`](crate::resolve::Redirects).
    Retired(usize),
    /// The one that servers send for an address that leads nowhere.
    NotFound,
}

impl Page {
    /// The chapter it shows.
    pub(super) fn chapter(self) -> Option<ChapterId> {
        match self {
            Self::Chapter(id) => Some(id),
            Self::Index | Self::Single | Self::Retired(_) | Self::NotFound => None,
        }
    }

    /// Its file.
    fn file(self, book: &Resolved) -> String {
        match self {
            Self::Index => "index.html".to_owned(),
            Self::Chapter(id) => page(book.book.chapter(id).slug.as_str(), Medium::Web),
            Self::Single => "print.html".to_owned(),
            Self::Retired(index) => page(&book.redirects.retired[index].slug, Medium::Web),
            Self::NotFound => "404.html".to_owned(),
        }
    }

    /// Whether search engines are to know it: not what says again what others say.
    fn is_listed(self) -> bool {
        match self {
            Self::Index | Self::Chapter(_) => true,
            Self::Single | Self::Retired(_) | Self::NotFound => false,
        }
    }

    fn title(self, book: &Resolved) -> String {
        let whole = &book.book.meta.title;
        match self {
            Self::Index => whole.clone(),
            Self::Chapter(id) => format!("{} · {whole}", book.book.chapter(id).title),
            Self::Single => format!("{} · {whole}", book.terms.single_page),
            Self::Retired(_) => format!("{} · {whole}", book.terms.moved),
            Self::NotFound => format!("{} · {whole}", book.terms.not_found),
        }
    }

    fn description(self, book: &Resolved) -> Option<&str> {
        let of_book = book.book.meta.description.as_deref();
        match self {
            Self::Chapter(id) => book.book.chapter(id).summary.as_deref(),
            Self::Index | Self::Single => of_book,
            Self::Retired(_) | Self::NotFound => None,
        }
    }
}

/// The `<head>` of a page.
pub(super) fn head(book: &Resolved, page: Page, author_styles: &AuthorStyles) -> Element {
    let head = element("head")
        .child(element("meta").with("charset", "utf-8"))
        .child(element("title").text(page.title(book)))
        .child(named("viewport", "width=device-width, initial-scale=1"))
        .child(named("color-scheme", "light dark"))
        .children(about(book, page));
    if page == Page::NotFound {
        return head;
    }
    let style = |address: String| element("link").with("rel", "stylesheet").with("href", address);
    head.child(element("link").with("rel", "icon").with("type", "image/svg+xml").with("href", ICON))
        .child(style(STYLE.to_owned()))
        .children(author_styles.iter().map(|(name, _)| style(name.clone()).into()))
        .children(relations(book, page))
        .children(card(book, page))
        .children(refresh(book, page))
        .child(element("script").with("src", SCRIPT).with("defer", ""))
}

/// Leads on from a page that is no longer there, for those without scripts (WCAG 2.2, technique H76).
fn refresh(book: &Resolved, page: Page) -> Option<Node> {
    let Page::Retired(index) = page else { return None };
    let to = address(book, Medium::Web, None, &book.redirects.retired[index].to);
    let meta = element("meta").with("http-equiv", "refresh").with("content", format!("0; url={to}"));
    Some(element("noscript").child(meta).into())
}

fn named(name: &'static str, content: impl Into<String>) -> Element {
    element("meta").with("name", name).with("content", content.into())
}

fn about(book: &Resolved, page: Page) -> Vec<Node> {
    let mut out = vec![named("generator", book.release.generator.clone()).into()];
    if !page.is_listed() {
        out.push(named("robots", "noindex").into());
    }
    out.extend(imprint::marks(book).map(|(name, value)| named(name, value).into()));
    out.extend(page.description(book).map(|words| named("description", words).into()));
    out.extend(book.book.meta.authors.iter().map(|author| named("author", author.clone()).into()));
    out
}

/// The pages before and after in the order of reading.
fn relations(book: &Resolved, page: Page) -> Vec<Node> {
    let (previous, next) = match page {
        Page::Index => (None, first(book).map(Page::Chapter)),
        Page::Chapter(id) => {
            let info = book.chapter(id);
            (Some(info.previous.map_or(Page::Index, Page::Chapter)), info.next.map(Page::Chapter))
        }
        Page::Single | Page::Retired(_) | Page::NotFound => (None, None),
    };
    [("prev", previous), ("next", next)]
        .into_iter()
        .filter_map(|(name, page)| {
            Some(element("link").with("rel", name).with("href", page?.file(book)).into())
        })
        .collect()
}

/// The first written chapter.
fn first(book: &Resolved) -> Option<ChapterId> {
    book.book.chapters.iter().map(|chapter| chapter.id).find(|&id| book.chapter(id).is_here())
}

/// A link card (Open Graph), where it is known what the page's address will be.
fn card(book: &Resolved, page: Page) -> Vec<Node> {
    let Some(url) = &book.book.settings.html_url else { return Vec::new() };
    if matches!(page, Page::Retired(_)) {
        return Vec::new();
    }
    let meta = &book.book.meta;
    let property = |name: &'static str, content: String| -> Node {
        element("meta").with("property", name).with("content", content).into()
    };
    let address = if page == Page::Index { url.clone() } else { format!("{url}{}", page.file(book)) };
    let is_chapter = page.chapter().is_some();
    let title = page.chapter().map_or(&meta.title, |id| &book.book.chapter(id).title);
    let mut out = vec![
        element("link").with("rel", "canonical").with("href", address.clone()).into(),
        property("og:type", if is_chapter { "article" } else { "book" }.to_owned()),
        property("og:title", title.clone()),
        property("og:url", address),
        property("og:site_name", meta.title.clone()),
    ];
    let description = page.description(book).or(meta.description.as_deref());
    out.extend(description.map(|words| property("og:description", words.to_owned())));
    if !is_chapter {
        out.extend(meta.isbn.html.clone().map(|isbn| property("book:isbn", isbn)));
        let date = book.release.date.strftime("%Y-%m-%d").to_string();
        out.push(property("book:release_date", date));
        out.extend(meta.subjects.iter().map(|subject| property("book:tag", subject.clone())));
    }
    let picture = card::picture(book);
    out.push(property("og:image", format!("{url}{}", picture.path)));
    out.push(property("og:image:width", picture.width.to_string()));
    out.push(property("og:image:height", picture.height.to_string()));
    out.push(property("og:image:alt", meta.title.clone()));
    let size = if picture.width > picture.height { "summary_large_image" } else { "summary" };
    out.push(named("twitter:card", size).into());
    out
}
