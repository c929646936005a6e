//! What the EPUB says, in words and in lines of code, is in the HTML and in the PDF, also on the pages around the text.
//!
//! The books are read by other means than those of the proof, and compared with one another.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use unicode_normalization::UnicodeNormalization;

use crate::books::written;

/// What one book says.
#[derive(Debug, Default)]
struct Said {
    /// The words of each block, in order; formulas left out, which each format writes in its own language.
    blocks: Vec<String>,
    /// The same of pages that are no chapters.
    around: Vec<String>,
    /// The lines of listings.
    lines: Vec<String>,
}

#[test]
fn every_word_and_line_of_the_epub_is_in_the_html_and_the_pdf() {
    let Some(books) = written("the words around the text") else { return };
    let book = books.iter().find(|book| book.name == "manuscript").expect("it is among them");
    let epub = epub(&book.epub_files());
    assert!(epub.blocks.len() > 100 && epub.lines.len() > 60, "{} blocks", epub.blocks.len());

    let html = site(&book.site);
    let blocks: BTreeSet<&str> = html.blocks.iter().map(String::as_str).collect();
    let words: BTreeSet<&str> = html.blocks.iter().flat_map(|block| block.split(' ')).collect();
    let is_lost = |block: &&String| !blocks.contains(block.as_str());
    let lost: Vec<&String> = epub.blocks.iter().filter(is_lost).collect();
    assert!(lost.is_empty(), "not in the HTML: {lost:#?}");
    // What only an EPUB has as pages (title, copyright, parts) a site says elsewhere, in blocks of its own.
    let words: BTreeSet<&str> = words.iter().map(|word| word.trim_end_matches(':')).collect();
    let around = epub.around.iter().filter(|block| !HEADS.contains(&block.as_str()));
    let lost: Vec<&str> = around
        .flat_map(|block| block.split(' '))
        .map(|word| word.trim_end_matches(':'))
        .filter(|word| !words.contains(word))
        .collect();
    assert!(lost.is_empty(), "words around the chapters that are not in the HTML: {lost:#?}");
    assert_eq!(count(&epub.lines), count(&html.lines), "lines of code");

    let pdf = Printed::read(&std::fs::read(&book.pdf).expect("the PDF"));
    let said = epub.blocks.iter().chain(&epub.around);
    let said = said.filter(|block| !HEADS.contains(&block.as_str()) && !block.starts_with(BACK));
    let lost: Vec<&String> = said.filter(|block| !pdf.says(block)).collect();
    assert!(lost.is_empty(), "not in the PDF: {lost:#?}");
    let lost: Vec<&String> = epub.lines.iter().filter(|line| !pdf.says(line)).collect();
    assert!(lost.is_empty(), "lines that are not in the PDF: {lost:#?}");
}

/// What a page of a planned chapter says beside title and summary. EPUB's contents may hold links only (EPUB 3.3 §7.3), so it has
/// such pages; a site and a PDF mark the chapter in the contents.
///
/// A copyright page on paper has no heading.
const HEADS: [&str; 3] = ["Planned", "This chapter is planned and not yet written.", "Copyright"];

/// How the way back from a footnote begins; on paper the footnote is on the page of its mark.
const BACK: char = '↩';

fn count(lines: &[String]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for line in lines {
        *counts.entry(line.as_str()).or_default() += 1;
    }
    counts
}

fn epub(files: &BTreeMap<String, Vec<u8>>) -> Said {
    let mut said = Said::default();
    let is_page = |name: &str| name.ends_with(".xhtml") && !name.ends_with("/nav.xhtml");
    for (name, bytes) in files.iter().filter(|(name, _)| is_page(name)) {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(text, options)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let body =
            document.descendants().find(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "body")));
        let mut page = Said::default();
        xhtml(body.expect("a body"), &mut page);
        match text.contains("<section class=\"chapter\"") {
            true => said.blocks.append(&mut page.blocks),
            false => said.around.append(&mut page.blocks),
        }
        said.lines.append(&mut page.lines);
    }
    said
}

fn xhtml(node: roxmltree::Node<'_, '_>, said: &mut Said) {
    let mut run = String::new();
    for child in node.children() {
        let name = child.tag_name().name();
        if !is_block(name) && !child.descendants().any(|inner| is_block(inner.tag_name().name())) {
            xhtml_words(child, &mut run);
            continue;
        }
        said.push(&std::mem::take(&mut run));
        if name == "pre" {
            child
                .descendants()
                .for_each(|inner| run.push_str(inner.text().filter(|_| inner.is_text()).unwrap_or_default()));
            said.listing(&std::mem::take(&mut run));
        } else {
            xhtml(child, said);
        }
    }
    said.push(&run);
}

fn xhtml_words(node: roxmltree::Node<'_, '_>, out: &mut String) {
    match node.text().filter(|_| node.is_text()) {
        Some(text) => out.push_str(text),
        None if node.tag_name().name() == "math" => out.push('\u{fffc}'),
        None => node.children().for_each(|child| xhtml_words(child, out)),
    }
}

fn site(folder: &Path) -> Said {
    let mut said = Said::default();
    let mut pages: Vec<_> =
        std::fs::read_dir(folder).expect("the site").flatten().map(|entry| entry.path()).collect();
    pages.retain(|page| {
        page.extension().is_some_and(|extension| extension == "html")
            && !["print.html", "404.html"].iter().any(|name| page.ends_with(name))
    });
    pages.sort();
    for page in pages {
        let dom = html(&std::fs::read_to_string(&page).expect("a page"));
        element(&dom.document, &mut said);
    }
    said
}

fn html(text: &str) -> RcDom {
    html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(text)
}

fn element(node: &Handle, said: &mut Said) {
    let mut run = String::new();
    for child in node.children.borrow().iter() {
        let name = name(child);
        if matches!(name.as_str(), "head" | "script") {
            continue;
        }
        if !is_block(&name) && !holds_block(child) {
            html_words(child, &mut run);
            continue;
        }
        said.push(&std::mem::take(&mut run));
        if name == "pre" {
            html_words(child, &mut run);
            said.listing(&std::mem::take(&mut run));
        } else {
            element(child, said);
        }
    }
    said.push(&run);
}

fn html_words(node: &Handle, out: &mut String) {
    match &node.data {
        NodeData::Text { contents } => out.push_str(&contents.borrow()),
        NodeData::Element { name, .. } if &*name.local == "math" => out.push('\u{fffc}'),
        _ => node.children.borrow().iter().for_each(|child| html_words(child, out)),
    }
}

fn name(node: &Handle) -> String {
    match &node.data {
        NodeData::Element { name, .. } => name.local.to_string(),
        _ => String::new(),
    }
}

fn holds_block(node: &Handle) -> bool {
    node.children.borrow().iter().any(|child| is_block(&name(child)) || holds_block(child))
}

/// Elements that are no part of a line.
fn is_block(name: &str) -> bool {
    const NAMES: &str = "p li dt dd td th figcaption summary h1 h2 h3 h4 h5 h6 pre ul ol dl table tr tbody thead blockquote figure \
                         div section aside header footer nav main body hr details";
    NAMES.split_whitespace().any(|block| block == name)
}

impl Said {
    fn push(&mut self, words: &str) {
        let words: Vec<String> =
            words.split(char::is_whitespace).map(squeezed).filter(|word| !word.is_empty()).collect();
        if !words.is_empty() {
            self.blocks.push(words.join(" "));
        }
    }

    fn listing(&mut self, code: &str) {
        self.lines.extend(code.lines().map(squeezed).filter(|line| !line.is_empty()));
    }
}

/// Text without what formats may differ in: white space, marks of hyphenation, forms of one character.
fn squeezed(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{2060}' | '\u{200b}')).collect()
}

/// Text without hyphens too: at the end of a line nothing tells an author's from the setter's.
fn unbroken(text: &str) -> String {
    squeezed(text).replace(['-', '\u{2010}'], "")
}

/// What the PDF says, as one text for each page and one for all.
struct Printed {
    pages: Vec<String>,
    all: String,
}

impl Printed {
    fn read(bytes: &[u8]) -> Self {
        let document = lopdf::Document::load_mem(bytes).expect("a PDF");
        let page = |number: &u32| unbroken(&document.extract_text(&[*number]).expect("the page's text"));
        let pages: Vec<String> = document.get_pages().keys().map(page).collect();
        Self { all: pages.concat(), pages }
    }

    /// Whether a block is there: as a whole on one page or, where pages end in it, word by word on two that follow one another.
    fn says(&self, block: &str) -> bool {
        // A formula is written in another language on paper.
        block.split('\u{fffc}').all(|part| {
            let whole = unbroken(part);
            self.pages.iter().any(|page| page.contains(&whole))
                || self.all.contains(&whole)
                || self.pages.windows(2).any(|pair| {
                    part.split(' ').map(unbroken).all(|word| {
                        let word = word.as_str();
                        pair.iter().any(|page| page.contains(word)) || pair.concat().contains(word)
                    })
                })
        })
    }
}
