//! What was published keeps its address, and every address that was published arrives.

use std::collections::{BTreeMap, BTreeSet};

use recto::ledger::Address;

use super::prose::expanded;
use super::read::{Books, told};
use super::told::STORY;
use super::tree::Node;
use super::{holds_others, names, none};

#[test]
fn what_was_not_touched_keeps_its_file_and_its_id() {
    let Some(told) = told() else { return };
    let mut faults = Vec::new();
    for pair in told.editions.windows(2) {
        let version = &pair[1].record.version;
        for (says, (before, now)) in lasting(&pair[0], &pair[1]) {
            let is_kept = before == now;
            let is_moved = before.chapter != now.chapter && before.anchor == now.anchor;
            let is_renamed = before.chapter != now.chapter && !before.anchor.iter().any(|id| is_of_block(id));
            if !(is_kept || is_moved || is_renamed) {
                faults.push(format!("{version}: {before} is {now}: {says}"));
            }
        }
        // What there is many times of is told by what stands around it.
        let (before, now) = (around(&pair[0]), around(&pair[1]));
        for (around, id) in &before {
            if let Some(other) = now.get(around).filter(|other| *other != id) {
                faults.push(format!("{version}: {id} is {other}: {around:?}"));
            }
        }
    }
    none(&faults);
}

/// Whether an id is made for a block, not of the words of a heading or a caption.
fn is_of_block(id: &str) -> bool {
    id.starts_with("b-") || id.starts_with("note-")
}

/// By what it says, where each block is that two editions have once.
fn lasting<'a>(before: &'a Books, now: &'a Books) -> BTreeMap<&'a str, (&'a Address, &'a Address)> {
    let (before, mut now) = (single(before), single(now));
    let both = before.into_iter().filter_map(|(says, before)| Some((says, (before, now.remove(says)?))));
    both.collect()
}

fn single(books: &Books) -> BTreeMap<&str, &Address> {
    let mut found: BTreeMap<&str, Vec<&Address>> = BTreeMap::new();
    for (address, says) in &books.blocks {
        found.entry(says).or_default().push(address);
    }
    found.into_iter().filter(|(_, all)| all.len() == 1).map(|(says, all)| (says, all[0])).collect()
}

/// By what stands before, what it says and what follows: the id of each block with a short text.
fn around(books: &Books) -> BTreeMap<(&str, &str, &str), &str> {
    let mut found: BTreeMap<(&str, &str, &str), Vec<&str>> = BTreeMap::new();
    for three in books.blocks.windows(3) {
        let is_one = three.iter().all(|(address, _)| address.chapter == three[0].0.chapter);
        let id = three[1].0.anchor.as_deref().expect("blocks have ids");
        if is_one && is_of_block(id) && three[1].1.len() < 20 {
            found.entry((&three[0].1, &three[1].1, &three[2].1)).or_default().push(id);
        }
    }
    found.into_iter().filter(|(_, ids)| ids.len() == 1).map(|(around, ids)| (around, ids[0])).collect()
}

#[test]
fn every_address_that_was_published_arrives() {
    let Some(told) = told() else { return };
    let mut faults = BTreeSet::new();
    let mut asked = 0;
    for (first, published) in told.editions.iter().enumerate() {
        let mut wanted: Vec<(Address, String)> = published.blocks.clone();
        for (later, books) in told.editions.iter().enumerate().skip(first + 1) {
            for (address, says) in &mut wanted {
                *says = successor(says, books, later);
                asked += 1;
                faults.extend(arrivals(books, address, says));
            }
        }
    }
    assert!(asked > 2000, "{asked} addresses");
    none(&faults.into_iter().collect::<Vec<_>>());
}

/// What a block says in an edition, by what it said in the one before.
fn successor(says: &str, books: &Books, edition: usize) -> String {
    let is_there = |words: &str| books.blocks.iter().any(|(_, says)| says == words);
    let plain = |words: &str| expanded(words).replace("# ", "");
    for (before, now) in STORY[edition].became {
        let (before, now) = (plain(before), plain(now));
        let is_asked = says == before || (before.len() > 20 && says.starts_with(&before));
        if is_asked || (before.len() > 10 && says.contains(&before) && !is_there(says)) {
            let found = books.blocks.iter().find(|(_, says)| *says == now);
            let found = found.or_else(|| books.blocks.iter().find(|(_, says)| says.contains(&now)));
            return found.unwrap_or_else(|| panic!("{now} is not in {}", books.record.version)).1.clone();
        }
    }
    says.to_owned()
}

/// Where those do not arrive who follow an address, in each format.
fn arrivals(books: &Books, address: &Address, says: &str) -> Vec<String> {
    let version = &books.record.version;
    let (own, single, printed) = names(address);
    let mut faults = Vec::new();
    let mut arrives = |format: &str, found: Option<String>| match found {
        Some(found) if is_asked(&found, says) => {}
        // What is in a list may be others.
        Some(found) if holds_others(address) && !found.is_empty() => {}
        found => faults.push(format!("{version}: {format}: {address} leads to {found:?}, not to {says:?}")),
    };
    arrives("site", follow(&books.site, &address.chapter, own));
    arrives("single page", books.site["print"].arrive(&single));
    let now = books.record.redirects.get(address).unwrap_or(address);
    arrives(
        "record",
        books
            .says(now)
            .map(str::to_owned)
            .or_else(|| books.site[&now.chapter].arrive("content").map(|_| title(books, &now.chapter))),
    );
    if books.written().contains(&address.chapter.as_str()) {
        let there = books.epub[&address.chapter].arrive(own.expect("blocks have ids"));
        if there.is_none()
            || (now.chapter == address.chapter
                && there.as_deref().is_none_or(|there| !is_asked(there, says) && !holds_others(address)))
        {
            faults.push(format!("{version}: EPUB: {address} leads to {there:?}, not to {says:?}"));
        }
    }
    let (_, _, printed_now) = names(now);
    let (at, to) = (books.pdf.get(&printed), books.pdf.get(&printed_now));
    let is_near = |(at, to): (&(usize, f32), &(usize, f32))| at.0 == to.0 && (at.1 - to.1).abs() < 90.0;
    let is_on_paper = at.is_some() || !holds_others(address);
    if is_on_paper && !at.zip(to).is_some_and(is_near) && !holds_others(now) {
        faults.push(format!("{version}: PDF: {printed} is at {at:?}, and {printed_now} at {to:?}"));
    }
    faults
}

/// Whether those who look for a text have found it. Of what is there many times, those who come to one that is gone find
/// what stood beside it.
fn is_asked(found: &str, says: &str) -> bool {
    found == says || says == "See below."
}

fn title(books: &Books, slug: &str) -> String {
    let chapter = books.record.chapters.iter().find(|chapter| chapter.slug == slug).expect("it is there");
    chapter.title.clone()
}

/// What those read who follow an address of the site, as its script does.
fn follow(site: &BTreeMap<String, Node>, slug: &str, id: Option<&str>) -> Option<String> {
    let page = site.get(slug)?;
    let place = match id {
        Some(id) => page.find(id)?,
        None => page,
    };
    match place.get("data-moved-to") {
        Some(to) => {
            let (file, id) = to.split_once('#').map_or((to, None), |(file, id)| (file, Some(id)));
            let slug = if file.is_empty() { slug } else { file.strip_suffix(".html")? };
            let page = site.get(slug)?;
            match id {
                Some(id) => page.arrive(id),
                None => Some(page.all().into_iter().find(|node| node.name == "h1")?.says()),
            }
        }
        None => page.arrive(id?),
    }
}

#[test]
fn pages_of_chapters_that_are_gone_lead_on() {
    let Some(told) = told() else { return };
    let mut faults = Vec::new();
    let mut gone: BTreeMap<&str, &str> = BTreeMap::new();
    for (edition, books) in STORY.iter().zip(&told.editions) {
        let version = edition.version;
        assert_eq!(books.written().join(" "), edition.chapters, "{version}");
        gone.extend(edition.leads.iter().copied());
        let lasting = gone.iter().filter(|(slug, _)| !books.written().contains(slug));
        for (slug, to) in lasting {
            let page = &books.site[*slug];
            let own = page
                .all()
                .into_iter()
                .find(|node| node.get("data-moved-to").is_some() && node.get("id").is_none());
            let own = own.and_then(|node| node.get("data-moved-to"));
            if own != Some(&format!("{to}.html")) {
                faults.push(format!("{version}: {slug} leads to {own:?}"));
            }
            // One that is planned again has a place of its own on paper.
            let is_planned = books.record.chapters.iter().any(|chapter| chapter.slug == **slug);
            let place = |slug: &str| books.pdf.get(slug).map(|at| at.0);
            if place(slug).is_none() || (!is_planned && place(slug) != place(to)) {
                faults.push(format!("{version}: PDF: {slug} is at {:?}", books.pdf.get(*slug)));
            }
            if books.site["print"].find(slug).is_none() {
                faults.push(format!("{version}: the single page has no {slug}"));
            }
        }
    }
    assert_eq!(gone.len(), 4, "{gone:?}");
    none(&faults);
}
