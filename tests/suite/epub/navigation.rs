//! Contents, landmarks, lists, pages, and what readers of EPUB 2 have.

use roxmltree::Node;

use super::{Epub, parts, xml};
use crate::support::{Book, PNG};

const OPS: &str = "http://www.idpf.org/2007/ops";

/// Address, words, and what is below, of every line of a list.
fn lines(list: Node<'_, '_>, depth: usize, out: &mut Vec<String>) {
    for item in list.children().filter(|node| node.tag_name().name() == "li") {
        let child = |name| item.children().find(move |node| node.tag_name().name() == name);
        let link = child("a").expect("every line is a link");
        let words: String =
            link.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect();
        out.push(format!(
            "{}{} → {}",
            "  ".repeat(depth),
            words,
            link.attribute("href").expect("an address")
        ));
        if let Some(below) = child("ol") {
            lines(below, depth + 1, out);
        }
    }
}

fn nav(epub: &Epub, kind: &str) -> Option<Vec<String>> {
    let document = xml(epub.text("nav.xhtml"));
    let nav = document.descendants().find(|node| node.attribute((OPS, "type")) == Some(kind))?;
    let list = nav.children().find(|node| node.tag_name().name() == "ol")?;
    let mut out = Vec::new();
    lines(list, 0, &mut out);
    Some(out)
}

#[test]
fn the_contents_follow_the_outline_and_mark_what_is_planned() {
    assert_eq!(
        nav(&Epub::of(parts()), "toc").expect("contents"),
        [
            "Preface → preface.xhtml",
            "Part\u{a0}I: Basics → part_basics.xhtml",
            "  1 One → one.xhtml",
            "    First → one.xhtml#first",
            "      Deep → one.xhtml#deep",
            "    Second → one.xhtml#second",
            "    1.1 Nested → nested.xhtml",
            "      1.1.1 Inner → nested.xhtml#inner",
            "  2 To Come (planned) → to-come.xhtml",
            "Part\u{a0}II: Advanced & <more> → part_advanced-more.xhtml",
            "  3 Two → two.xhtml",
            "Glossary → glossary.xhtml",
        ]
    );
}

#[test]
fn the_ncx_is_nested_as_the_contents_are() {
    fn points(node: Node<'_, '_>, depth: usize, out: &mut Vec<String>) {
        for point in node.children().filter(|node| node.tag_name().name() == "navPoint") {
            let text =
                point.descendants().find(|node| node.tag_name().name() == "text").and_then(|n| n.text());
            let content = point.children().find(|node| node.tag_name().name() == "content");
            let source = content.and_then(|node| node.attribute("src")).expect("a target");
            out.push(format!("{}{} → {source}", "  ".repeat(depth), text.expect("a label")));
            points(point, depth + 1, out);
        }
    }
    let epub = Epub::of(parts());
    let ncx = xml(epub.text("toc.ncx"));
    let map = ncx.descendants().find(|node| node.tag_name().name() == "navMap").expect("a map");
    let mut out = Vec::new();
    points(map, 0, &mut out);
    assert_eq!(out, nav(&epub, "toc").expect("contents"));
    let head = |name: &str| {
        let meta = ncx.descendants().find(|node| node.attribute("name") == Some(name)).expect("a property");
        meta.attribute("content").map(str::to_owned)
    };
    assert_eq!(head("dtb:uid").as_deref(), Some("urn:x:1"));
    assert_eq!(head("dtb:depth").as_deref(), Some("4"));
    let title = ncx.descendants().find(|node| node.tag_name().name() == "docTitle").expect("a title");
    assert_eq!(title.children().find_map(|node| node.text().filter(|_| node.is_element())), Some("The Book"));
}

#[test]
fn labels_keep_their_spaces_beside_what_is_escaped() {
    let epub = Epub::of(
        Book::of("# A\n\n## x & y <z>\n\nText.\n").with("SUMMARY.md", "- [Q & A < 1 > 0](chapter.md)\n"),
    );
    let ncx = xml(epub.text("toc.ncx"));
    let texts: Vec<_> = ncx
        .descendants()
        .filter(|node| node.tag_name().name() == "text")
        .filter_map(|node| node.text())
        .collect();
    assert!(texts.contains(&"1 Q & A < 1 > 0"), "{texts:?}");
}

/// EPUBCheck takes only names as they were before the fifth edition of XML.
#[test]
fn the_ncx_has_ids_of_plain_letters_each_its_own() {
    let epub = Epub::of(Book::of("# A\n\n## ⁴ power\n\n## _2074_-power\n\n## 〡z\n\n## ⸯ\n\n## 漢字\n"));
    let ncx = xml(epub.text("toc.ncx"));
    let ids: Vec<_> = ncx.descendants().filter_map(|node| node.attribute("id")).collect();
    assert!(ids.len() >= 6 && ids.iter().all(|id| id.is_ascii()), "{ids:?}");
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}

#[test]
fn landmarks_lead_to_what_is_there() {
    assert_eq!(
        nav(&Epub::of(parts()), "landmarks").expect("landmarks"),
        [
            "Cover → cover.xhtml",
            "Title Page → title-page.xhtml",
            "Copyright → copyright.xhtml",
            "Contents → nav.xhtml#toc",
            "Start of Content → one.xhtml",
        ]
    );
}

#[test]
fn lists_are_there_when_there_is_something_to_list() {
    let epub = Epub::of(parts());
    assert_eq!((nav(&epub, "loi"), nav(&epub, "lot")), (None, None));
    let text = "![A](a.png \"See @lst:x and [this](#s)\")\n\n```go #lst:x caption=\"A *slice*\"\nx\n```\n\n\
                Table: Sizes {#tbl:s}\n\n| a |\n|---|\n| b |\n\n# S\n";
    let epub = Epub::of(Book::of(text).with("a.png", PNG));
    let target = "chapter.xhtml#fig-see-lstx-and-this";
    assert_eq!(
        nav(&epub, "loi").expect("figures"),
        [format!("1.1 See Listing\u{a0}1.1 and this → {target}")]
    );
    assert_eq!(nav(&epub, "lot").expect("tables"), ["1.1 Sizes → chapter.xhtml#tbl-s"]);
    assert!(epub.text("nav.xhtml").contains("id=\"listings\""));
    assert!(epub.text("nav.xhtml").contains("href=\"chapter.xhtml#lst-x\""));
}

#[test]
fn the_page_list_leads_to_marks_in_the_order_of_reading() {
    let text = "# A\n\nOne.\n\n- Two\n\n  Three\n\n> Four\n\n| a |\n|---|\n| b |\n\n## page-2\n\n[^1]\n\n[^1]: Note.\n";
    let epub = Epub::with_pages(Book::of(text));
    let page = epub.text("chapter.xhtml");
    let list = nav(&epub, "page-list").expect("a list");
    assert!(list.len() > 5, "{list:?}");
    let places: Vec<usize> = list
        .iter()
        .map(|line| {
            let (label, target) = line.split_once(" → chapter.xhtml#").expect("a target");
            let mark = format!("role=\"doc-pagebreak\" id=\"{target}\" aria-label=\"{label}\"");
            page.find(&mark).unwrap_or_else(|| panic!("{mark} in {page}"))
        })
        .collect();
    assert!(places.is_sorted());
    // A heading has the id that a page would have.
    assert_eq!(page.matches("id=\"page-2\"").count(), 1);
    assert_eq!(epub.text("toc.ncx").matches("<pageTarget ").count(), list.len());
    assert_eq!(epub.publication.pages.len(), list.len());
}

#[test]
fn a_book_without_pages_has_no_list_of_them() {
    let epub = Epub::of(parts());
    assert_eq!(nav(&epub, "page-list"), None);
    assert!(!epub.text("toc.ncx").contains("pageList"));
}

#[test]
fn every_link_inside_leads_somewhere() {
    let text = "# A\n\n[Two](two.md#deep) [^1] @sec:deep [planned](to-come.md)\n\n## Deep {#sec:deep}\n\n[^1]: Note.\n";
    let epub = Epub::with_pages(parts().with("one.md", text).with("two.md", "# Two\n\n## Deep\n\nText.\n"));
    let documents: Vec<_> = epub.spine();
    for path in &documents {
        let document = xml(epub.text(path));
        for link in document.descendants().filter_map(|node| node.attribute("href")) {
            if link.starts_with("https:") || link.ends_with(".css") {
                continue;
            }
            let (file, id) = link.split_once('#').map_or((link, None), |(file, id)| (file, Some(id)));
            let target = xml(epub.text(if file.is_empty() { path } else { file }));
            let found = id.is_none_or(|id| target.descendants().any(|node| node.attribute("id") == Some(id)));
            assert!(found, "{path} links to {link}");
        }
    }
}
