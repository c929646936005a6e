//! The HTML edition: a folder of pages that works from any place, without scripts and without a server.

mod frame;
mod front;

use super::Files;
use super::flow::{Dialect, Flow, Medium, image, page};
use super::markup::{Node, Syntax, element, write};
use crate::model::{Chapter, ChapterId};
use crate::resolve::Resolved;
use crate::theme::{Face, Sheet, Theme, Values};
use frame::{Frame, Head};

/// Style sheets of the author's: names and bytes, behind the program's own.
pub type AuthorStyles = Vec<(String, std::sync::Arc<[u8]>)>;

const SCRIPT: &str = "recto.js";
const STYLE: &str = "style.css";

/// Writes the site.
pub fn render(book: &Resolved, theme: &Theme, author_styles: &AuthorStyles) -> Files {
    let site = Site { book, dialect: Dialect::new(Medium::Web), author_styles };
    let mut files = Files::new();
    files.insert("index.html", site.index());
    files.insert("print.html", site.print());
    files.insert("404.html", site.not_found());
    for chapter in site.written() {
        files.insert(page(chapter.slug.as_str(), Medium::Web), site.chapter(chapter.id));
    }
    files.insert(STYLE, style(theme).into_bytes());
    files.insert(SCRIPT, crate::theme::style("recto.js").as_bytes());
    for (name, bytes) in author_styles {
        files.insert(name.clone(), bytes.clone());
    }
    for (name, bytes) in Face::all().iter().filter_map(Face::web) {
        files.insert(format!("fonts/{name}"), bytes);
    }
    for asset in &book.assets {
        files.insert(image::source(asset), asset.bytes.clone());
    }
    if let Some(url) = &book.book.settings.html_url {
        files.insert("sitemap.xml", site.sitemap(url));
    }
    files
}

fn style(theme: &Theme) -> String {
    let mut css = faces();
    css.push_str(&theme.custom_properties());
    css.push_str(&theme.css(Sheet::Flow, Values::CustomProperties));
    css.push_str(&theme.css(Sheet::Modern, Values::CustomProperties));
    css.push_str(&theme.css(Sheet::Site, Values::CustomProperties));
    css
}

fn faces() -> String {
    let mut css = String::new();
    for face in Face::all() {
        let Some((name, _)) = face.web() else { continue };
        css.push_str(&super::flow::font_face(face, &format!("fonts/{name}"), "woff2"));
    }
    css
}

struct Site<'a> {
    book: &'a Resolved,
    dialect: Dialect,
    author_styles: &'a AuthorStyles,
}

impl Site<'_> {
    fn written(&self) -> impl Iterator<Item = &Chapter> {
        self.book.book.chapters.iter().filter(|chapter| self.book.chapter(chapter.id).is_written)
    }

    fn frame(&self) -> Frame<'_> {
        Frame { book: self.book, dialect: &self.dialect, author_styles: self.author_styles }
    }

    fn chapter(&self, id: ChapterId) -> Vec<u8> {
        let chapter = self.book.book.chapter(id);
        let body = Flow::new(self.book, &self.dialect, id).chapter();
        let head = Head {
            title: format!("{} · {}", chapter.title, self.book.book.meta.title),
            description: chapter.summary.clone(),
            page: page(chapter.slug.as_str(), Medium::Web),
            current: Some(id),
        };
        self.frame().page(&head, vec![body.into(), self.frame().neighbours(id)])
    }

    fn index(&self) -> Vec<u8> {
        let meta = &self.book.book.meta;
        let head = Head {
            title: meta.title.clone(),
            description: meta.description.clone(),
            page: "index.html".to_owned(),
            current: None,
        };
        self.frame().first(&head, front::index(self.book, &self.dialect))
    }

    /// The whole book on one page, for printing and for searching in.
    fn print(&self) -> Vec<u8> {
        let dialect = Dialect::new(Medium::Single);
        let mut nodes: Vec<Node> = front::title(self.book);
        nodes.push(front::imprint(self.book));
        nodes.push(front::contents(self.book, &dialect));
        nodes.extend(
            self.written().map(|chapter| Flow::new(self.book, &dialect, chapter.id).chapter().into()),
        );
        let meta = &self.book.book.meta;
        let head = Head {
            title: format!("{} · {}", meta.title, self.book.terms.single_page),
            description: meta.description.clone(),
            page: "print.html".to_owned(),
            current: None,
        };
        let frame = Frame { book: self.book, dialect: &dialect, author_styles: self.author_styles };
        frame.bare(&head, nodes)
    }

    fn not_found(&self) -> Vec<u8> {
        let head = Head {
            title: self.book.book.meta.title.clone(),
            description: None,
            page: "404.html".to_owned(),
            current: None,
        };
        let title = element("h1").text("404");
        let contents = front::contents(self.book, &self.dialect);
        self.frame().first(&head, vec![title.into(), contents])
    }

    /// `sitemap.xml` (sitemaps.org protocol 0.9).
    fn sitemap(&self, url: &str) -> Vec<u8> {
        let pages = std::iter::once(String::new())
            .chain(self.written().map(|chapter| page(chapter.slug.as_str(), Medium::Web)));
        let mut xml = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        let date = self.book.release.date.strftime("%Y-%m-%d");
        for page in pages {
            let address = crate::xml::escape(&format!("{url}{page}"));
            xml.push_str(&format!("<url><loc>{address}</loc><lastmod>{date}</lastmod></url>\n"));
        }
        xml.push_str("</urlset>\n");
        xml.into_bytes()
    }
}

/// A whole document.
fn document(nodes: &[Node]) -> Vec<u8> {
    let mut html = String::from("<!DOCTYPE html>\n");
    html.push_str(&write(nodes, Syntax::Html));
    html.into_bytes()
}
