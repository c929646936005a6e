//! The chapters' texts, front matter and slugs.

use std::collections::{BTreeMap, HashMap};

use super::outline::Line;
use super::{ChapterSource, Store, front_matter};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Slug, Status};
use crate::source::{Sources, Span};

/// Names that the books' own pages have.
const RESERVED: [&str; 14] = [
    "404",
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
    lines: &[Line],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<ChapterSource> {
    report_twice(lines, diagnostics);
    let mut chapters = Vec::with_capacity(lines.len());
    let mut given = Vec::with_capacity(lines.len());
    for line in lines {
        let file = line.path.as_deref().and_then(|path| store.text(path, line.span, sources, diagnostics));
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
    name(&mut chapters, given, diagnostics);
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

/// Gives every chapter its slug. A slug the author gave is kept; one made of a file's name gets the folder's name
/// before it where another chapter has the same, so that it never depends on the order of chapters.
fn name(chapters: &mut [ChapterSource], given: Vec<Option<(Slug, Span)>>, diagnostics: &mut Diagnostics) {
    let mut taken: BTreeMap<Slug, Span> = BTreeMap::new();
    for (chapter, given) in chapters.iter_mut().zip(&given) {
        let Some((slug, span)) = given else { continue };
        let is_reserved = RESERVED.contains(&slug.as_str());
        if let Some(&before) = taken.get(slug) {
            diagnostics.push(
                Diagnostic::new(Code::SlugTaken, *span, format!("another chapter has the slug `{slug}`"))
                    .related(before, "it is given here"),
            );
        } else if is_reserved {
            let message = format!("the slug `{slug}` is the name of a page that the book has anyway");
            diagnostics.push(Diagnostic::new(Code::SlugTaken, *span, message));
        }
        taken.insert(slug.clone(), *span);
        chapter.slug = slug.clone();
    }
    for level in 0.. {
        let wanted: Vec<Option<Slug>> = chapters
            .iter()
            .zip(&given)
            .map(|(chapter, given)| given.is_none().then(|| derived(chapter, level)))
            .collect();
        let mut counts: BTreeMap<&Slug, usize> = BTreeMap::new();
        wanted.iter().flatten().for_each(|slug| *counts.entry(slug).or_default() += 1);
        let is_free = |slug: &Slug| {
            counts[slug] == 1 && !taken.contains_key(slug) && !RESERVED.contains(&slug.as_str())
        };
        let all_free = wanted.iter().flatten().all(is_free);
        if all_free || level == 8 {
            settle(chapters, wanted, &taken);
            return;
        }
        // Those that are free stay as they are; only the others grow.
        let grown: Vec<Option<Slug>> = chapters
            .iter()
            .zip(&wanted)
            .map(|(chapter, slug)| slug.as_ref().map(|slug| grow(chapter, slug, &is_free, level)))
            .collect();
        let mut counts: BTreeMap<&Slug, usize> = BTreeMap::new();
        grown.iter().flatten().for_each(|slug| *counts.entry(slug).or_default() += 1);
        let is_settled = grown
            .iter()
            .flatten()
            .all(|slug| counts[slug] == 1 && !taken.contains_key(slug) && !RESERVED.contains(&slug.as_str()));
        if is_settled {
            settle(chapters, grown, &taken);
            return;
        }
    }
}

fn grow(chapter: &ChapterSource, slug: &Slug, is_free: &impl Fn(&Slug) -> bool, level: usize) -> Slug {
    if is_free(slug) { slug.clone() } else { derived(chapter, level + 1) }
}

/// The slug made of a chapter's file with so many folders before it; of its title for one without file.
fn derived(chapter: &ChapterSource, folders: usize) -> Slug {
    let Some(path) = &chapter.path else {
        let mark = if folders == 0 { String::new() } else { format!(" chapter{}", " ".repeat(folders)) };
        return Slug::of(&format!("{}{mark}", chapter.title));
    };
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let mut parts: Vec<&str> = path.split('/').collect();
    let is_index = |part: &&str| part.eq_ignore_ascii_case("readme") || part.eq_ignore_ascii_case("index");
    if parts.last().is_some_and(is_index) {
        parts.pop();
    }
    if parts.is_empty() {
        return Slug::of(if folders == 0 { "introduction" } else { "introduction readme" });
    }
    let start = parts.len().saturating_sub(folders + 1);
    let mark = if folders >= parts.len() { " chapter" } else { "" };
    Slug::of(&format!("{}{mark}", parts[start..].join(" ")))
}

/// What is still taken twice can only be two planned chapters of one title, or titles without any Latin letter.
fn settle(chapters: &mut [ChapterSource], wanted: Vec<Option<Slug>>, taken: &BTreeMap<Slug, Span>) {
    let mut used: Vec<Slug> = taken.keys().cloned().collect();
    for (chapter, slug) in chapters.iter_mut().zip(wanted) {
        let Some(slug) = slug else { continue };
        let mut free = slug.clone();
        let mut number = 2;
        while used.contains(&free) || RESERVED.contains(&free.as_str()) {
            free = Slug::of(&format!("{slug} {number}"));
            number += 1;
        }
        used.push(free.clone());
        chapter.slug = free;
    }
}
