//! The HTML edition: a folder of pages that works from any place, without scripts and without a server.

mod card;
mod frame;
mod front;
mod head;

use rayon::prelude::*;

use super::Files;
use super::flow::contents::Extent;
use super::flow::{Dialect, Flow, Medium, image, page};
use super::markup::{Node, Syntax, write};
use crate::model::{Chapter, ChapterId};
use crate::resolve::images::DrawingFonts;
use crate::resolve::{ContentsEntry, Resolved};
use crate::theme::{Face, Sheet, Theme, Values, cover};
use frame::Frame;
use head::Page;

/// Style sheets of the author's: names and bytes, behind the program's own.
pub type AuthorStyles = Vec<(String, std::sync::Arc<[u8]>)>;

const SCRIPT: &str = "recto.js";
const STYLE: &str = "style.css";
const ICON: &str = "icon.svg";
/// Contents of more parts and chapters stand whole on the first page only: on every page they would make a site that grows
/// with the square of its chapters.
const MOST_LINES: usize = 400;

/// Writes the site.
pub fn render(book: &Resolved, theme: &Theme, author_styles: &AuthorStyles, fonts: &DrawingFonts) -> Files {
    let extent = if lines(&book.contents) > MOST_LINES { Extent::Branch } else { Extent::Whole };
    let site = Site { book, theme, author_styles, extent };
    let mut files = Files::new();
    files.insert("index.html", site.index());
    files.insert("print.html", site.single());
    files.insert("404.html", site.not_found());
    let written: Vec<&Chapter> = site.written().collect();
    let chapters: Vec<Vec<u8>> = written.par_iter().map(|chapter| site.chapter(chapter.id)).collect();
    for (chapter, html) in written.iter().zip(chapters) {
        files.insert(page(chapter.slug.as_str(), Medium::Web), html);
    }
    for (index, retired) in book.redirects.retired.iter().enumerate() {
        files.insert(page(&retired.slug, Medium::Web), site.retired(index));
    }
    files.insert(STYLE, style(book, theme).into_bytes());
    files.insert(SCRIPT, crate::theme::style(SCRIPT).as_bytes());
    files.insert(ICON, cover::icon(theme).into_bytes());
    for (name, bytes) in author_styles {
        files.insert(name.clone(), bytes.clone());
    }
    let of_formulas = has_formulas(book).then(Face::of_formulas);
    for (name, bytes) in Face::all().iter().filter_map(Face::web).chain(of_formulas) {
        files.insert(format!("fonts/{name}"), bytes);
    }
    for asset in &book.assets {
        files.insert(image::source(asset), asset.bytes.clone());
    }
    if let Some(url) = &book.book.settings.html_url {
        files.insert("sitemap.xml", site.sitemap(url));
        if let Some(bytes) = card::bytes(book, theme, fonts) {
            files.insert(card::picture(book).path, bytes);
        }
    }
    files
}

fn has_formulas(book: &Resolved) -> bool {
    !book.formulas.is_empty()
}

/// How many parts and chapters there are.
fn lines(contents: &[ContentsEntry]) -> usize {
    let below = contents.iter().map(|entry| match entry {
        ContentsEntry::Part { children, .. } | ContentsEntry::Chapter { children, .. } => lines(children),
    });
    contents.len() + below.sum::<usize>()
}

/// The style sheet of all pages.
fn style(book: &Resolved, theme: &Theme) -> String {
    let mut css = String::new();
    for face in Face::all() {
        let Some((name, _)) = face.web() else { continue };
        css.push_str(&super::flow::font_face(face, &format!("fonts/{name}"), "woff2"));
    }
    if has_formulas(book) {
        css.push_str(&theme.css(Sheet::Formulas, Values::CustomProperties));
    }
    css.push_str(&rules(theme));
    css
}

/// What of it asks for no other file.
fn rules(theme: &Theme) -> String {
    let sheets = [Sheet::Flow, Sheet::Modern, Sheet::Site];
    let sheets = sheets.map(|sheet| theme.css(sheet, Values::CustomProperties));
    theme.custom_properties() + &sheets.concat()
}

struct Site<'a> {
    book: &'a Resolved,
    theme: &'a Theme,
    author_styles: &'a AuthorStyles,
    extent: Extent,
}

impl Site<'_> {
    fn written(&self) -> impl Iterator<Item = &Chapter> {
        self.book.book.chapters.iter().filter(|chapter| self.book.chapter(chapter.id).is_here())
    }

    fn frame<'a>(&'a self, dialect: &'a Dialect) -> Frame<'a> {
        Frame { book: self.book, dialect, author_styles: self.author_styles, extent: self.extent }
    }

    fn chapter(&self, id: ChapterId) -> Vec<u8> {
        let dialect = Dialect::new(Medium::Web);
        let text = Flow::new(self.book, &dialect, id).chapter();
        document(&self.frame(&dialect).chapter(id, text))
    }

    fn index(&self) -> Vec<u8> {
        let dialect = Dialect::new(Medium::Web);
        document(&self.frame(&dialect).alone(Page::Index, front::index(self.book, &dialect)))
    }

    /// The whole book on one page, for printing and for searching in.
    fn single(&self) -> Vec<u8> {
        let dialect = Dialect::new(Medium::Single);
        let mut nodes: Vec<Node> = front::title(self.book);
        nodes.push(front::imprint(self.book));
        nodes.push(front::contents(self.book, &dialect));
        // Written chapter by chapter, so that the tree of a whole book is never in memory.
        let written: Vec<&Chapter> = self.written().collect();
        let texts: Vec<Node> = written
            .par_iter()
            .map(|chapter| {
                let text = Flow::new(self.book, &dialect, chapter.id).chapter();
                Node::Verbatim(write(&[text.into()], Syntax::Html))
            })
            .collect();
        let mut part = None;
        for (chapter, text) in written.iter().zip(texts) {
            let own = front::part(self.book, chapter.id);
            if let Some((number, title)) = own.clone().filter(|_| own != part) {
                nodes.push(front::part_opening(number, title));
            }
            part = own;
            nodes.push(text);
        }
        document(&self.frame(&dialect).alone(Page::Single, nodes))
    }

    fn retired(&self, index: usize) -> Vec<u8> {
        let dialect = Dialect::new(Medium::Web);
        let text = front::retired(self.book, &dialect, &self.book.redirects.retired[index]);
        document(&self.frame(&dialect).alone(Page::Retired(index), text))
    }

    fn not_found(&self) -> Vec<u8> {
        let dialect = Dialect::new(Medium::Web);
        let text = front::not_found(self.book, &dialect);
        document(&self.frame(&dialect).not_found(text, &rules(self.theme)))
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
fn document(html: &Node) -> Vec<u8> {
    let mut out = String::from("<!DOCTYPE html>\n");
    out.push_str(&write(std::slice::from_ref(html), Syntax::Html));
    out.into_bytes()
}
