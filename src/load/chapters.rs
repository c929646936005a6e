//! The chapters' texts, front matter and slugs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::outline::Line;
use super::{ChapterSource, Store, front_matter};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Slug, Status};
use crate::source::{Sources, Span};

/// Names that the books' own pages have.
const RESERVED: [&str; 15] = [
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
            authors: front.authors,
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

/// Gives every chapter its slug. A slug the author gave is kept, or numbered where it was reported, so that a build that
/// keeps going has a place for each chapter; one made of a file's name gets the folder's name before it where another
/// chapter has the same, so that it never depends on the order of chapters.
fn name(
    chapters: &mut [ChapterSource],
    given: &[Option<(Slug, Span)>],
    src: &str,
    diagnostics: &mut Diagnostics,
) {
    let kept = kept_slugs(given, diagnostics);
    let mut taken: BTreeSet<Slug> = kept.iter().flatten().map(|&slug| slug.clone()).collect();
    let mut wanted: Vec<Vec<Slug>> = chapters.iter().map(|chapter| candidates(chapter, src)).collect();
    for (wanted, given) in wanted.iter_mut().zip(given) {
        if let Some((slug, _)) = given {
            *wanted = vec![slug.clone()];
        }
    }
    let mut levels = vec![0; chapters.len()];
    // Every round lets those that clash grow by a folder, and ends when none can.
    loop {
        let mut counts: BTreeMap<&Slug, usize> = BTreeMap::new();
        for (wanted, &level) in wanted.iter().zip(&levels) {
            *counts.entry(&wanted[level]).or_default() += 1;
        }
        let mut has_grown = false;
        for (wanted, level) in wanted.iter().zip(&mut levels) {
            let slug = &wanted[*level];
            let clashes = counts[slug] > 1 || taken.contains(slug) || is_reserved(slug);
            if clashes && *level + 1 < wanted.len() {
                *level += 1;
                has_grown = true;
            }
        }
        if !has_grown {
            break;
        }
    }
    for (((chapter, wanted), level), kept) in chapters.iter_mut().zip(wanted).zip(levels).zip(kept) {
        chapter.slug = match kept {
            Some(slug) => slug.clone(),
            None => free(&wanted[level], &taken),
        };
        taken.insert(chapter.slug.clone());
    }
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

/// The slugs a chapter can have, the shortest first: of its file, with more and more folders before it; of its title
/// for one without file.
fn candidates(chapter: &ChapterSource, src: &str) -> Vec<Slug> {
    let Some(path) = &chapter.path else {
        return vec![Slug::of(&chapter.title), Slug::of(&format!("{} chapter", chapter.title))];
    };
    let in_src = path.strip_prefix(src).and_then(|path| path.strip_prefix('/')).unwrap_or(path);
    let stem = in_src.rsplit_once('.').map_or(in_src, |(stem, _)| stem);
    let mut parts: Vec<&str> = stem.split('/').collect();
    let is_index = |part: &&str| part.eq_ignore_ascii_case("readme") || part.eq_ignore_ascii_case("index");
    let index = parts.last().copied().filter(is_index);
    if index.is_some() {
        parts.pop();
    }
    if parts.is_empty() {
        return vec![Slug::of("introduction"), Slug::of("introduction chapter")];
    }
    let mut slugs: Vec<Slug> =
        (0..parts.len()).rev().map(|start| Slug::of(&parts[start..].join(" "))).collect();
    // A file at the top keeps its name against those in folders, unless a page or an author has taken it.
    let whole = parts.join(" ");
    match index {
        Some(index) => slugs.push(Slug::of(&format!("{whole} {index}"))),
        None if parts.len() > 1 || is_reserved(&slugs[0]) => {
            slugs.push(Slug::of(&format!("{whole} chapter")));
        }
        None => {}
    }
    slugs
}

/// The slug, with a number behind it where it is taken: of two planned chapters with one title, of files whose names
/// differ only in what an address can't have, or of a slug that was reported.
fn free(slug: &Slug, taken: &BTreeSet<Slug>) -> Slug {
    let is_free = |slug: &Slug| !taken.contains(slug) && !is_reserved(slug);
    std::iter::once(slug.clone())
        .chain((2_u32..).map(|number| Slug::of(&format!("{slug} {number}"))))
        .find(is_free)
        .expect("fewer chapters than numbers")
}
