//! The story of a book in ten editions: chapters put in, split, merged, renamed, set in another order, rewritten and given
//! up. What was published keeps its name, and every address arrives, in all three formats.
//!
//! The story is data ([`told`]). What must hold is found out by what blocks say, not by how the program aligns them.

mod addresses;
mod changes;
mod names;
mod prose;
mod read;
mod told;
mod tree;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use recto::identity::NEWS;
use recto::ledger::Address;

use read::{Books, Told, addresses, told};
use told::STORY;
use tree::Node;

/// Says all that is wrong at once: an edition takes seconds to be cut.
#[track_caller]
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_block_has_an_id_in_all_formats_and_no_other_has_it() {
    let Some(told) = told() else { return };
    let mut faults = Vec::new();
    for books in &told.editions {
        let version = &books.record.version;
        let pages = books.epub.iter().map(|page| ("EPUB", page));
        for (format, (name, page)) in pages.chain(books.site.iter().map(|page| ("site", page))) {
            let ids = page.ids();
            let mut seen = BTreeSet::new();
            let twice = ids.iter().filter(|id| !seen.insert(**id));
            faults.extend(twice.map(|id| format!("{version}: {format}: {name}#{id} is there twice")));
            // What is new is told anew for each edition; the page of all chapters has those of the others.
            let unnamed = unnamed(page).filter(|_| name != NEWS && name != "print");
            faults.extend(unnamed.map(|what| format!("{version}: {format}: {name}: no id: {what}")));
        }
        for address in addresses(&books.record) {
            faults.extend(
                missing(books, &address)
                    .into_iter()
                    .map(|format| format!("{version}: {format} has no {address}")),
            );
        }
    }
    none(&faults);
}

/// Blocks of chapters that have no id.
fn unnamed(page: &Node) -> impl Iterator<Item = String> {
    let chapters = page.all().into_iter().filter(|node| node.name == "section" && node.has_class("chapter"));
    let is_text = |node: &&Node| !node.has_class("planned-chapter");
    chapters.filter(is_text).flat_map(blocks_without).map(|node| format!("{} {}", node.name, node.says()))
}

fn blocks_without(node: &Node) -> Vec<&Node> {
    let is_whole = matches!(node.name.as_str(), "figure" | "table" | "aside" | "header")
        || node.has_class("footnote")
        || node.has_class("equation");
    let is_block = matches!(node.name.as_str(), "p" | "ul" | "ol" | "dl" | "blockquote" | "figure" | "aside")
        && node.get("class").is_none_or(|class| !class.contains("title"));
    let own = (is_block && node.get("id").is_none()).then_some(node);
    let inner: Vec<&Node> =
        if is_whole { Vec::new() } else { node.children.iter().flat_map(blocks_without).collect() };
    own.into_iter().chain(inner).collect()
}

/// The formats in which an address of the edition itself is not.
fn missing(books: &Books, address: &Address) -> Vec<&'static str> {
    let slug = address.chapter.as_str();
    let (own, single, printed) = names(address);
    let is_on = |page: Option<&Node>, id: Option<&str>| {
        page.is_some_and(|page| id.is_none_or(|id| page.find(id).is_some()))
    };
    let there = [
        ("the EPUB", is_on(books.epub.get(slug), own)),
        ("the site", is_on(books.site.get(slug), own)),
        ("the single page", is_on(books.site.get("print"), Some(&single))),
        // What holds others begins on paper where the first of them does.
        ("the PDF", books.pdf.contains_key(&printed) || holds_others(address)),
    ];
    there.into_iter().filter(|(_, is_there)| !is_there).map(|(format, _)| format).collect()
}

/// Whether an address is of a list, a quotation or an alert.
fn holds_others(address: &Address) -> bool {
    address.anchor.as_ref().is_some_and(|id| id.contains("-in") && id.starts_with("b-"))
}

/// What an address is called on a chapter's page, on the page with all chapters, and in the PDF.
fn names(address: &Address) -> (Option<&str>, String, String) {
    let own = address.anchor.as_deref();
    let joined =
        |sign: &str| own.map_or(address.chapter.clone(), |id| format!("{}{sign}{id}", address.chapter));
    (own, joined("--"), joined(":"))
}

#[test]
fn names_in_the_package_do_not_depend_on_position_and_only_the_edition_changes() {
    let Some(told) = told() else { return };
    let mut names: HashMap<String, String> = HashMap::new();
    let mut faults = Vec::new();
    let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for books in &told.editions {
        let version = &books.record.version;
        let all = books.package.all();
        let items: Vec<&&Node> = all.iter().filter(|node| node.name == "item").collect();
        for item in &items {
            let (href, id) = (item.get("href").expect("an href"), item.get("id").expect("an id"));
            let known = names.entry(href.to_owned()).or_insert_with(|| id.to_owned());
            if known != id {
                faults.push(format!("{version}: {href} is {id} and was {known}"));
            }
        }
        let spine: Vec<&str> =
            all.iter().filter(|node| node.name == "itemref").filter_map(|node| node.get("idref")).collect();
        let hrefs =
            spine.iter().filter_map(|id| items.iter().find(|item| item.get("id") == Some(id))?.get("href"));
        let order: Vec<&str> = hrefs
            .filter_map(|href| href.strip_suffix(".xhtml"))
            .map(|href| href.rsplit('/').next().unwrap_or(href))
            .collect();
        let written: Vec<&str> =
            order.iter().copied().filter(|name| books.written().contains(name)).collect();
        assert_eq!(written, books.written(), "{version}: {order:?}");
        let parts = order.iter().filter(|name| name.starts_with("part_")).map(|name| (*name).to_owned());
        seen.entry("parts").or_default().extend(parts);
        let first = |key: &'static str, is_asked: &dyn Fn(&Node) -> bool| {
            (
                key,
                all.iter()
                    .find(|node| is_asked(node))
                    .unwrap_or_else(|| panic!("{version}: no {key}"))
                    .text(),
            )
        };
        for (key, value) in [
            first("identifier", &|node| node.name == "identifier"),
            first("modified", &|node| node.get("property") == Some("dcterms:modified")),
            first("version", &|node| node.get("property") == Some("ibooks:version")),
        ] {
            seen.entry(key).or_default().insert(value);
        }
        seen.entry("edition").or_default().insert(books.epub["title-page"].text());
        seen.entry("record").or_default().insert(books.record.book.identifier.clone());
    }
    none(&faults);
    let count = |key: &str| seen[key].len();
    assert_eq!(seen["parts"].iter().collect::<Vec<_>>(), ["part_coasts", "part_inland"]);
    assert_eq!((count("identifier"), count("record")), (1, 1), "{seen:?}");
    assert_eq!((count("modified"), count("edition"), count("version")), (10, 10, 10), "{seen:?}");
}

#[test]
fn an_edition_that_is_cut_again_from_a_clone_is_the_same() {
    let Some(told) = told() else { return };
    for (edition, commit) in told.commits.iter().enumerate().filter(|(edition, _)| edition % 3 == 0) {
        again(told, edition, commit);
    }
}

fn again(told: &Told, edition: usize, commit: &str) {
    let version = STORY[edition].version;
    let shelf = &told.shelf;
    let book = format!("again-{edition}");
    shelf.git(&["clone", "--quiet", ".", &format!("../{book}")]);
    shelf.git(&["-C", &format!("../{book}"), "checkout", "--quiet", commit]);
    let out = format!("out-{edition}");
    shelf.recto(&["release", version, &book, "--out", &out]).ends(0);
    let record = format!("editions/{version}.toml");
    assert_eq!(shelf.read(&format!("{book}/{record}")), shelf.read(&format!("book/{record}")), "{version}");
    let name = |path: &std::path::Path| path.file_name().map(std::ffi::OsStr::to_owned);
    let files = |folder: String| -> Vec<_> {
        shelf.tree(&folder).into_iter().map(|(path, bytes)| (name(&path), bytes)).collect()
    };
    assert!(files(format!("{out}/{version}")) == files(format!("out/{version}")), "{version}");
}

#[test]
fn epubcheck_finds_nothing_in_any_edition() {
    let Some(told) = told() else { return };
    let epubs: Vec<&std::path::Path> = told.editions.iter().map(|books| books.epub_file.as_path()).collect();
    crate::validators::finds_nothing(&epubs);
}
