//! What records say that changed, and what readers are told of it.

use std::collections::BTreeMap;

use recto::identity::NEWS;
use recto::ledger::{Change, ChapterChange, SectionChange};

use super::none;
use super::read::{Books, told};
use super::told::STORY;
use super::tree::Node;

#[test]
fn records_say_what_changed_and_nothing_else() {
    let Some(told) = told() else { return };
    let mut faults = Vec::new();
    for (edition, pair) in STORY.iter().zip(&told.editions) {
        let changes = &pair.record.changes.chapters;
        let said: Vec<String> = changes.iter().map(change_line).collect();
        if said != edition.changes {
            faults.push(format!("{}: {said:#?}\n  and not {:#?}", edition.version, edition.changes));
        }
        for (slug, least, most) in edition.shares {
            let share = changes.iter().find(|change| change.slug == *slug).map(|change| change.share * 100.0);
            if !share.is_some_and(|share| (f64::from(*least)..=f64::from(*most)).contains(&share)) {
                faults.push(format!("{}: {slug}: {share:?}, and not {least} to {most}", edition.version));
            }
        }
    }
    for pair in told.editions.windows(2) {
        faults.extend(former_pages(&pair[0], &pair[1]));
    }
    none(&faults);
}

fn change_line(change: &ChapterChange) -> String {
    let kind = change.change.name();
    let renamed = change.former_title.as_ref().map(|title| format!(" from {title}")).unwrap_or_default();
    let moved = if change.is_moved && change.change != Change::Moved { " and moved" } else { "" };
    let to = change.leads_to.as_ref().map(|to| format!(" to {to}")).unwrap_or_default();
    let sections: Vec<String> = change.sections.iter().map(section_line).collect();
    let sections = if sections.is_empty() { String::new() } else { format!(": {}", sections.join(", ")) };
    format!("{kind} {}{renamed}{moved}{to}{sections}", change.slug)
}

fn section_line(section: &SectionChange) -> String {
    let name = match (&section.anchor, section.change) {
        (Some(anchor), _) => anchor.as_str(),
        (None, Change::Removed) => section.title.as_str(),
        (None, _) => "-",
    };
    let from = section.moved_from.as_ref().map(|slug| format!(" from {slug}")).unwrap_or_default();
    format!("{} {name}{from}", section.change.name())
}

/// Sections of which the page that they were on is not told as the record before has it.
fn former_pages(before: &Books, now: &Books) -> Vec<String> {
    let mut faults = Vec::new();
    for change in &now.record.changes.chapters {
        for section in change.sections.iter().filter(|section| section.change == Change::Revised) {
            let Some(anchor) = &section.anchor else { continue };
            let home = section.moved_from.as_ref().unwrap_or(&change.slug);
            let chapter = before.record.chapters.iter().find(|chapter| chapter.slug == *home);
            let block = chapter.and_then(|chapter| chapter.blocks.iter().find(|block| block.id == *anchor));
            if block.is_none_or(|block| block.page != section.former_page || block.page.is_none()) {
                faults
                    .push(format!("{}: {anchor} was on page {:?}", now.record.version, section.former_page));
            }
        }
    }
    faults
}

#[test]
fn what_is_new_is_told_with_links_that_lead_there_and_pages() {
    let Some(told) = told() else { return };
    let mut faults = Vec::new();
    for (edition, books) in told.editions.iter().enumerate() {
        let version = &books.record.version;
        let chapters = &books.record.changes.chapters;
        for (format, pages, page) in
            [("EPUB", &books.epub, NEWS), ("site", &books.site, NEWS), ("single page", &books.site, "print")]
        {
            let news = news(&pages[page]);
            let links: Vec<&Node> =
                news.all().into_iter().filter(|node| node.get("href").is_some()).collect();
            for link in &links {
                let href = link.get("href").expect("it has one");
                let found = target(pages, page, href);
                if found.as_deref() != Some(&link.says()) {
                    faults.push(format!(
                        "{version}: {format}: {href} leads to {found:?}, not to {}",
                        link.says()
                    ));
                }
            }
            let is_there =
                |change: &&ChapterChange| !matches!(change.change, Change::Removed | Change::Planned);
            if edition > 0 && links.len() < chapters.iter().filter(is_there).count() {
                faults.push(format!("{version}: {format}: {} links", links.len()));
            }
            let heads: Vec<String> = news
                .all()
                .into_iter()
                .filter(|node| {
                    matches!(node.name.as_str(), "h2" | "h3")
                        && node.get("id").is_some_and(|id| id.contains("since-"))
                })
                .map(Node::says)
                .collect();
            let wanted = edition.min(5);
            if heads.len() != wanted {
                faults.push(format!("{version}: {format}: {wanted} editions, and not {heads:?}"));
            }
        }
        let first = books.pdf[NEWS].0 - 1;
        let words = books.pages[first..].iter().take(4).cloned().collect::<String>();
        for change in chapters.iter().filter(|_| edition > 0) {
            let page = books
                .record
                .chapters
                .iter()
                .find(|chapter| chapter.slug == change.slug)
                .and_then(|chapter| chapter.blocks.first()?.page.clone());
            let title: String = change.title.split_whitespace().collect();
            if let Some(page) = page.filter(|_| change.change != Change::Removed)
                && !words.contains(&format!("{title}(p.{page})"))
            {
                faults.push(format!(
                    "{version}: PDF: {title} on page {page} is not in {}",
                    &words[..words.len().min(300)]
                ));
            }
        }
    }
    none(&faults);
}

/// The chapter that says what is new, on its own page or on that of all chapters.
fn news(page: &Node) -> &Node {
    let chapters = page.all().into_iter().filter(|node| node.name == "section" && node.has_class("chapter"));
    let mut chapters = chapters.filter(|node| node.get("id").is_none_or(|id| id == NEWS));
    chapters.next().expect("every edition has it")
}

fn target(pages: &BTreeMap<String, Node>, page: &str, href: &str) -> Option<String> {
    let (file, id) = href.split_once('#').map_or((href, None), |(file, id)| (file, Some(id)));
    let page = if file.is_empty() { page } else { file.split('.').next()? };
    let page = pages.get(page)?;
    let node = match id {
        Some(id) => page.find(id)?,
        None => page,
    };
    let heading =
        node.all().into_iter().find(|node| matches!(node.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5"));
    Some(heading.unwrap_or(node).says())
}
