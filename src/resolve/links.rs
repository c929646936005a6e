//! Where links and references lead.

use std::cell::Cell;
use std::collections::HashMap;

use super::terms::Terms;
use super::{ChapterInfo, Place, Reference, Target};
use crate::address::{escape, is_address};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::identity::anchors::Anchors;
use crate::identity::collect::{Collected, Link, What};
use crate::load::{self, Manuscript};
use crate::model::{Book, ChapterId, Label, LabelKind, NodeId, Slug};
use crate::source::Span;

/// What links are looked up in.
pub(super) struct Places<'a> {
    pub(super) book: &'a Book,
    pub(super) chapters: &'a [ChapterInfo],
    pub(super) anchors: &'a Anchors,
    pub(super) numbers: &'a HashMap<NodeId, String>,
    pub(super) terms: &'a Terms,
    /// The labels of texts that are not in the book, and the planned chapters that they are of.
    pub(super) promised: HashMap<&'a str, ChapterId>,
}

/// The labels of planned chapters.
pub(super) fn promised(book: &Book) -> HashMap<&str, ChapterId> {
    let chapters = book.chapters.iter();
    chapters.flat_map(|chapter| chapter.promised.iter().map(|label| (label.as_str(), chapter.id))).collect()
}

/// Schemes that a book may hold. Others either run something or mean nothing to a reader.
const SAFE_SCHEMES: [&str; 7] = ["http", "https", "mailto", "tel", "ftp", "urn", "news"];

/// Where every link of the book leads.
pub(super) fn links(
    places: &Places<'_>,
    collected: &Collected<'_>,
    manuscript: &Manuscript,
    diagnostics: &mut Diagnostics,
) -> HashMap<NodeId, Target> {
    let by_path = places
        .book
        .chapters
        .iter()
        .filter_map(|chapter| Some((chapter.path.as_deref()?, chapter.id)))
        .collect();
    let suggestions = Suggestions::default();
    let mut links = Links { places, manuscript, by_path, suggestions, diagnostics };
    collected.links.iter().map(|link| (link.id, links.target(link))).collect()
}

struct Links<'a, 'd> {
    places: &'a Places<'a>,
    manuscript: &'a Manuscript,
    by_path: HashMap<&'a str, ChapterId>,
    suggestions: Suggestions,
    diagnostics: &'d mut Diagnostics,
}

/// What was perhaps meant, as long as that is not looked for too often: names and mistakes may both be thousands.
#[derive(Default)]
struct Suggestions {
    compared: Cell<usize>,
}

impl Suggestions {
    const MOST_COMPARED: usize = 200_000;

    fn add<'k>(&self, finding: Diagnostic, word: &str, known: impl Iterator<Item = &'k str>) -> Diagnostic {
        if self.compared.get() > Self::MOST_COMPARED {
            return finding;
        }
        finding.did_you_mean(word, known.inspect(|_| self.compared.update(|count| count + 1)))
    }
}

impl Links<'_, '_> {
    fn target(&mut self, link: &Link<'_>) -> Target {
        let address = link.target.trim();
        if let Some(fragment) = address.strip_prefix('#') {
            return self.place(link, link.id.chapter, fragment);
        }
        if let Some(rest) = address.strip_prefix("//") {
            return self.web(link, "https", &format!("https://{rest}"));
        }
        match scheme(address) {
            // Readers know no such scheme; its own site does (doi.org).
            Some(scheme) if scheme == "doi" => {
                let name = address.split_once(':').map_or("", |(_, name)| name.trim());
                self.web(link, "https", &format!("https://doi.org/{name}"))
            }
            Some(scheme) if SAFE_SCHEMES.contains(&scheme.as_str()) => self.web(link, &scheme, address),
            Some(scheme) => {
                let message = format!("a book may not link to a `{scheme}:` address");
                let finding = Diagnostic::new(Code::LinkUnsafe, link.span, message);
                self.diagnostics.push(finding.hint("link to a web page, or take the link away"));
                Target::Broken
            }
            None => self.file(link, address),
        }
    }

    /// An address outside the book, if it is one.
    fn web(&mut self, link: &Link<'_>, scheme: &str, address: &str) -> Target {
        let escaped = escape(address);
        if is_address(scheme, &escaped) {
            if link.is_bare {
                let message = "this link has no words: its address is shown";
                let finding = Diagnostic::new(Code::LinkEmpty, link.span, message);
                self.diagnostics.push(finding.hint("write words between the brackets"));
            }
            return Target::Url(escaped);
        }
        let mut finding = Diagnostic::new(Code::LinkBroken, link.span, format!("`{address}` is no address"));
        // Its words stay, and no reader is led astray: a book may speak of `https://{host}/`.
        finding.severity = Severity::Warning;
        self.diagnostics.push(finding.hint("write it as it stands in a browser: `https://example.com/page`"));
        Target::Broken
    }

    fn file(&mut self, link: &Link<'_>, address: &str) -> Target {
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return self.place(link, link.id.chapter, fragment);
        }
        let base = self.places.book.chapter(link.id.chapter).path.as_deref().unwrap_or_default();
        let from_src = self.manuscript.from_src(path).filter(|path| self.is_there(path));
        let Some(joined) = from_src.or_else(|| load::join(base, path)) else {
            return self.outside(link, path);
        };
        match self.chapter(&joined) {
            Some(chapter) if self.places.chapters[chapter.index()].is_written => {
                self.place(link, chapter, fragment)
            }
            Some(chapter) => Target::Planned(chapter),
            None if self.manuscript.store.exists(&joined) => {
                let message = format!("`{joined}` is not a chapter of the book");
                let hint =
                    "readers have no such file: list it in SUMMARY.md, or link to where it stands on the web";
                self.diagnostics.push(Diagnostic::new(Code::LinkNotInBook, link.span, message).hint(hint));
                Target::Broken
            }
            None if joined.ends_with(".md") => {
                let message = format!("there is no chapter `{joined}`");
                let finding = Diagnostic::new(Code::LinkBroken, link.span, message);
                self.diagnostics.push(self.suggestions.add(finding, &joined, self.by_path.keys().copied()));
                Target::Broken
            }
            None => self.outside(link, path),
        }
    }

    fn is_there(&self, path: &str) -> bool {
        self.chapter(path).is_some() || self.manuscript.store.exists(path)
    }

    fn outside(&mut self, link: &Link<'_>, path: &str) -> Target {
        let message = format!("`{path}` is nothing of this book");
        let hint = "readers have no such file: write the whole address, beginning with `https://`";
        self.diagnostics.push(Diagnostic::new(Code::LinkNotInBook, link.span, message).hint(hint));
        Target::Broken
    }

    /// The chapter of a path as authors write it: the Markdown file, its page, or the folder of its README.
    fn chapter(&self, path: &str) -> Option<ChapterId> {
        let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
        let folder = path.trim_end_matches('/');
        let forms = [
            path.to_owned(),
            format!("{stem}.md"),
            format!("{}/README.md", stem.strip_suffix("/index").unwrap_or(folder)),
            format!("{folder}/index.md"),
        ];
        forms.iter().find_map(|form| self.by_path.get(form.as_str()).copied())
    }

    fn place(&mut self, link: &Link<'_>, chapter: ChapterId, fragment: &str) -> Target {
        let decoded = load::join("", &fragment.replace('/', "%2F")).unwrap_or_default();
        if decoded.is_empty() {
            return Target::Place(Place { chapter, anchor: None });
        }
        let anchors = self.places.anchors;
        let lower = decoded.to_lowercase();
        // Labels with a kind are the book's; other names are a chapter's, and a link that names a file means that one.
        let is_of_book =
            Label::new(&decoded).kind().is_some() || link.target.trim_start().starts_with(['#', '?']);
        let found = [decoded.clone(), lower]
            .into_iter()
            .find_map(|fragment| anchors.by_fragment.get(&(chapter, fragment)))
            .or_else(|| anchors.by_label.get(&decoded).filter(|_| is_of_book));
        let promised = self.places.promised.get(decoded.as_str()).filter(|_| is_of_book);
        match (found.and_then(|node| Some((node.chapter, anchors.by_node.get(node)?))), promised) {
            (Some((chapter, anchor)), _) => Target::Place(Place { chapter, anchor: Some(anchor.clone()) }),
            (None, Some(&chapter)) => Target::Planned(chapter),
            (None, None) => {
                let title = &self.places.book.chapter(chapter).title;
                let message = format!("the chapter \"{title}\" has no place `#{decoded}`");
                let finding = Diagnostic::new(Code::LinkBroken, link.span, message);
                let fragments = anchors.by_fragment.keys();
                let known = fragments.filter(|(of, _)| *of == chapter).map(|(_, fragment)| fragment.as_str());
                self.diagnostics.push(self.suggestions.add(finding, &decoded, known));
                Target::Broken
            }
        }
    }
}

/// What stands before a colon at the start of an address, in lower case. One letter is a drive, not a scheme.
fn scheme(address: &str) -> Option<String> {
    // Browsers pass over control characters, and so would a `java\nscript:` be run.
    let address: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && scheme.len() > 1;
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// What every reference says, and every link without words of its own that leads to a place in the book.
pub(super) fn references(
    places: &Places<'_>,
    collected: &Collected<'_>,
    links: &HashMap<NodeId, Target>,
    diagnostics: &mut Diagnostics,
) -> HashMap<NodeId, Reference> {
    let kinds: HashMap<NodeId, LabelKind> =
        collected.labelled.iter().filter_map(|place| Some((place.id, place.what.kind()?))).collect();
    let texts: HashMap<NodeId, String> = collected
        .labelled
        .iter()
        .filter_map(|place| match place.what {
            What::Chapter(heading) | What::Section(heading, _) | What::Heading(heading) => {
                Some((place.id, crate::model::plain_text(&heading.inlines)))
            }
            _ => None,
        })
        .collect();
    let references = References { places, kinds, texts, suggestions: Suggestions::default() };
    collected
        .references
        .iter()
        .map(|(id, label, span)| (*id, references.one(label, *span, diagnostics)))
        .chain(bare_links(&references, collected, links))
        .collect()
}

fn bare_links(
    references: &References<'_>,
    collected: &Collected<'_>,
    links: &HashMap<NodeId, Target>,
) -> Vec<(NodeId, Reference)> {
    let bare = collected.links.iter().filter(|link| link.is_bare);
    bare.filter_map(|link| match links.get(&link.id)? {
        Target::Place(place) => Some((link.id, references.to_place(place))),
        Target::Planned(chapter) => Some((link.id, references.to_chapter(*chapter))),
        Target::Url(_) | Target::Elsewhere(_) | Target::Broken => None,
    })
    .collect()
}

struct References<'a> {
    places: &'a Places<'a>,
    kinds: HashMap<NodeId, LabelKind>,
    texts: HashMap<NodeId, String>,
    suggestions: Suggestions,
}

impl References<'_> {
    fn one(&self, label: &Label, span: Span, diagnostics: &mut Diagnostics) -> Reference {
        let anchors = self.places.anchors;
        let name = label.as_str();
        let body = name.split_once(':').map_or(name, |(_, body)| body);
        let plain = anchors.by_label.get(body).filter(|_| body != name);
        let is_of_kind = |node: &&NodeId| self.kinds.get(*node).copied() == label.kind();
        if let Some(&node) = anchors.by_label.get(name).or_else(|| plain.filter(is_of_kind)) {
            return self.to_node(node);
        }
        if label.kind() == Some(LabelKind::Section)
            && let Some(chapter) = self.chapter(body)
        {
            return self.to_chapter(chapter);
        }
        if let Some(&chapter) = self.promised(name, body) {
            return self.to_chapter(chapter);
        }
        let kind = label.kind().map_or("place", |kind| match kind {
            LabelKind::Figure => "figure",
            LabelKind::Listing => "listing",
            LabelKind::Table => "table",
            LabelKind::Equation => "equation",
            LabelKind::Section => "section",
        });
        let finding = Diagnostic::new(Code::RefUndefined, span, format!("no {kind} is labelled `{name}`"));
        // What has the name is perhaps of another kind.
        diagnostics.push(match plain.and_then(|node| self.kinds.get(node)) {
            Some(kind) => finding.hint(format!("did you mean `@{}:{body}`?", kind.prefix())),
            None => self.suggestions.add(finding, name, anchors.by_label.keys().map(String::as_str)),
        });
        Reference { kind: None, text: format!("@{name}"), place: None }
    }

    /// The planned chapter whose text has a label, as it is written or without its kind.
    fn promised(&self, name: &str, body: &str) -> Option<&ChapterId> {
        let promised = &self.places.promised;
        promised.get(name).or_else(|| promised.get(body))
    }

    fn chapter(&self, slug: &str) -> Option<ChapterId> {
        let slug = Slug::parse(slug)?;
        self.places.book.chapters.iter().find(|chapter| chapter.slug == slug).map(|chapter| chapter.id)
    }

    fn to_node(&self, node: NodeId) -> Reference {
        let Places { book, anchors, numbers, terms, .. } = self.places;
        let kind = self.kinds.get(&node).copied();
        let chapter = book.chapter(node.chapter);
        let is_opening = chapter.heading.as_ref().is_some_and(|heading| heading.id == node);
        let text = match (kind, numbers.get(&node)) {
            (Some(_), Some(number)) if is_opening => terms.chapter_number(number),
            (Some(kind), Some(number)) => terms.numbered(kind, number),
            _ => {
                let title = self.texts.get(&node).map_or(chapter.title.as_str(), String::as_str);
                terms.quoted(title)
            }
        };
        let anchor = anchors.by_node.get(&node).cloned();
        Reference { kind, text, place: Some(Place { chapter: node.chapter, anchor }) }
    }

    fn to_place(&self, place: &Place) -> Reference {
        let anchor = place.anchor.clone().map(|anchor| (place.chapter, anchor));
        match anchor.and_then(|key| self.places.anchors.by_fragment.get(&key)) {
            Some(&node) => self.to_node(node),
            None => self.to_chapter(place.chapter),
        }
    }

    fn to_chapter(&self, chapter: ChapterId) -> Reference {
        let Places { book, chapters, terms, .. } = self.places;
        let info = &chapters[chapter.index()];
        let name = match &info.number {
            Some(number) => terms.chapter_number(number),
            None => terms.quoted(&book.chapter(chapter).title),
        };
        let text = if info.is_written { name } else { format!("{name} ({})", terms.planned_remark) };
        let place = info.is_written.then_some(Place { chapter, anchor: None });
        Reference { kind: Some(LabelKind::Section), text, place }
    }
}
