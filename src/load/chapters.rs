//! The chapters' texts, front matter and slugs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::outline::Line;
use super::{ChapterSource, Store, front_matter};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::{Slug, Status, Toggle};
use crate::source::{Sources, Span};

/// Names that the books' own pages have.
const RESERVED: [&str; 16] = [
    "404",
    "content",
    "contents",
    "copyright",
    "cover",
    "index",
    "nav",
    "notes",
    "planned",
    "print",
    "search",
    "sitemap",
    "style",
    "title-page",
    "toc",
    "whats-new",
];

/// Reads every chapter of the outline.
pub(super) fn read(
    store: &Store,
    src: &str,
    lines: &[Line],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<ChapterSource> {
    report_twice(lines, diagnostics);
    let mut chapters = Vec::with_capacity(lines.len());
    let mut given = Vec::with_capacity(lines.len());
    let mut read = BTreeSet::new();
    for line in lines {
        // A file that is listed twice is read once: its text has one place.
        let path = line.path.as_deref().filter(|path| read.insert(*path));
        let file = path.and_then(|path| store.text(path, line.span, sources, diagnostics));
        let front = file.map(|file| front_matter::read(file, sources, diagnostics)).unwrap_or_default();
        let is_planned = line.path.is_none();
        chapters.push(ChapterSource {
            title: line.title.clone(),
            matter: line.matter,
            depth: line.depth,
            path: line.path.clone(),
            file,
            start: front.length,
            status: front.status.unwrap_or(if is_planned { Status::Planned } else { Status::Final }),
            summary: front.summary,
            expected: front.expected,
            authors: front.authors,
            sample: front.sample.unwrap_or(Toggle::Off),
            slug: Slug::of(&line.title),
            span: line.span,
        });
        given.push(front.slug);
    }
    name(&mut chapters, &given, src, diagnostics);
    chapters
}

fn report_twice(lines: &[Line], diagnostics: &mut Diagnostics) {
    let mut first: HashMap<&str, Span> = HashMap::new();
    for line in lines {
        let Some(path) = &line.path else { continue };
        match first.get(path.as_str()) {
            Some(&before) => diagnostics.push(
                Diagnostic::new(Code::ChapterTwice, line.span, format!("`{path}` is in the outline twice"))
                    .related(before, "here first")
                    .hint("a chapter has one place; refer to it by a link elsewhere"),
            ),
            None => {
                first.insert(path, line.span);
            }
        }
    }
}

/// Gives every chapter its slug: the one its author gave, else the one of its own path, so that no other chapter that
/// comes, goes or moves changes it. Where two paths have one slug, nothing tells which had it first, and that is reported.
/// A slug of an author's that was reported is numbered, so that a build that keeps going has a place for each chapter.
fn name(
    chapters: &mut [ChapterSource],
    given: &[Option<(Slug, Span)>],
    src: &str,
    diagnostics: &mut Diagnostics,
) {
    let mut taken: BTreeMap<Slug, usize> = BTreeMap::new();
    let kept = kept_slugs(given, diagnostics);
    for (index, slug) in kept.iter().enumerate() {
        let Some(slug) = slug else { continue };
        chapters[index].slug = (*slug).clone();
        taken.insert((*slug).clone(), index);
    }
    let mut others: Vec<usize> = (0..chapters.len()).filter(|&index| kept[index].is_none()).collect();
    // By their paths, not by their places in the outline; those without a file after all others.
    others.sort_by_key(|&index| (chapters[index].path.is_none(), chapters[index].path.clone()));
    for index in others {
        let refused = given[index].as_ref().map(|(slug, _)| slug.clone());
        let is_reported = refused.is_some();
        let wanted = refused.unwrap_or_else(|| wanted(&chapters[index], src));
        let slug = free(&wanted, &taken);
        if let Some(&first) = taken.get(&wanted).filter(|_| !is_reported) {
            report_same(&chapters[index], &slug, &chapters[first], diagnostics);
        }
        taken.insert(slug.clone(), index);
        chapters[index].slug = slug;
    }
}

/// Says that a chapter's page has a number in its name, which another chapter may take away. A file that is listed twice
/// is reported as that.
fn report_same(chapter: &ChapterSource, slug: &Slug, first: &ChapterSource, diagnostics: &mut Diagnostics) {
    if chapter.path.is_some() && chapter.path == first.path {
        return;
    }
    let message = format!("two chapters would be named `{}`, and this one is now `{slug}`", first.slug);
    let mut finding =
        Diagnostic::new(Code::SlugTaken, chapter.span, message).related(first.span, "this is the other");
    finding.severity = Severity::Notice;
    diagnostics.push(finding.hint(match chapter.path {
        Some(_) => "give one of them a name that stays: `slug: name` in its front matter",
        None => "give it a file that says `status: planned` and `slug: name` in its front matter",
    }));
}

fn is_reserved(slug: &Slug) -> bool {
    RESERVED.contains(&slug.as_str())
}

/// Which of the slugs that authors gave are kept; one given twice or reserved is reported, and is not.
fn kept_slugs<'a>(given: &'a [Option<(Slug, Span)>], diagnostics: &mut Diagnostics) -> Vec<Option<&'a Slug>> {
    let mut taken: BTreeMap<&Slug, Span> = BTreeMap::new();
    let mut keep = |slug: &'a Slug, span: Span| {
        if let Some(&before) = taken.get(slug) {
            let message = format!("another chapter has the slug `{slug}`");
            let finding = Diagnostic::new(Code::SlugTaken, span, message).related(before, "it is given here");
            diagnostics.push(finding.hint("give each chapter a slug of its own"));
            return None;
        }
        taken.insert(slug, span);
        if is_reserved(slug) {
            let message = format!("the slug `{slug}` is the name of a page that the book has anyway");
            let finding = Diagnostic::new(Code::SlugTaken, span, message);
            diagnostics.push(finding.hint(format!("write another, as `{slug}-chapter`")));
            return None;
        }
        Some(slug)
    };
    given.iter().map(|given| given.as_ref().and_then(|(slug, span)| keep(slug, *span))).collect()
}

/// The slug of a chapter's file: its folders in `src` and its name; of the folders alone for a `README.md` or `index.md`;
/// of the title for a chapter without file.
fn wanted(chapter: &ChapterSource, src: &str) -> Slug {
    let words = match &chapter.path {
        Some(path) => words(path, src),
        None => chapter.title.clone(),
    };
    let slug = Slug::of(&words);
    if is_reserved(&slug) { Slug::of(&format!("{slug} chapter")) } else { slug }
}

fn words(path: &str, src: &str) -> String {
    let in_src = path.strip_prefix(src).and_then(|path| path.strip_prefix('/')).unwrap_or(path);
    let stem = in_src.rsplit_once('.').map_or(in_src, |(stem, _)| stem);
    let mut parts: Vec<&str> = stem.split('/').collect();
    let is_index = |part: &mut &str| ["readme", "index"].iter().any(|name| part.eq_ignore_ascii_case(name));
    parts.pop_if(is_index);
    if parts.is_empty() { "introduction".to_owned() } else { parts.join(" ") }
}

/// The slug, with a number behind it where it is taken: of two planned chapters with one title, of files whose names
/// differ only in what an address can't have, or of a slug that was reported.
fn free(slug: &Slug, taken: &BTreeMap<Slug, usize>) -> Slug {
    let is_free = |slug: &Slug| !taken.contains_key(slug) && !is_reserved(slug);
    std::iter::once(slug.clone())
        .chain((2_u32..).map(|number| slug.numbered(number)))
        .find(is_free)
        .expect("fewer chapters than numbers")
}
