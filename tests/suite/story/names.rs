//! Books that are changed at random: what was not touched keeps its id, no id is given twice, every address leads on.

use std::collections::{BTreeMap, BTreeSet};

use recto::config::Overrides;
use recto::diag::Diagnostics;
use recto::identity::{Identity, identify};
use recto::ledger::{Address, BookEntry, Changes, Record, changes};
use recto::load::from_memory;
use recto::model::Book;
use recto::source::Sources;

use super::prose::expanded;
use crate::hostile::sizes::grows_evenly;

/// Chapters with their paragraphs.
type Text = Vec<(&'static str, Vec<String>)>;

const CHAPTERS: [&str; 3] = ["rivers", "hills", "woods"];

/// Finds the names of a text, by what was published last.
fn named(text: &Text, last: Option<&Record>) -> Identity {
    identify(&parsed(text), last, &BTreeMap::new(), &mut Diagnostics::new())
}

fn parsed(text: &Text) -> Book {
    let outline: String = text.iter().map(|(slug, _)| format!("- [{slug}]({slug}.md)\n")).collect();
    let mut files = vec![
        (
            "book.toml".to_owned(),
            "[book]\ntitle = \"T\"\nslug = \"t\"\nidentifier = \"urn:x:1\"\n".to_owned(),
        ),
        ("SUMMARY.md".to_owned(), outline),
    ];
    let chapter = |(slug, blocks): &(&str, Vec<String>)| {
        (format!("{slug}.md"), format!("# The {slug}\n\n{}\n", blocks.join("\n\n")))
    };
    files.extend(text.iter().map(chapter));
    let (sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let overrides = Overrides::parse(&[]).expect("there are none");
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    let manuscript = from_memory(files, &overrides, &sources, &mut diagnostics);
    recto::parse::parse(&manuscript, &sources, &mut diagnostics)
}

/// The record of what was named, as it is read from its file.
fn recorded(identity: &Identity) -> Record {
    let version = "1.0.0".parse().expect("a version");
    let record = Record {
        version,
        withdrawn: None,
        date: "2026-01-02T03:04:05Z".parse().expect("a date"),
        commit: None,
        recto: String::new(),
        typst: String::new(),
        engine: String::new(),
        drafts: false,
        early_access: true,
        settings: String::new(),
        key: None,
        notes: String::new(),
        book: BookEntry::default(),
        artefacts: Vec::new(),
        parts: identity.parts.clone(),
        chapters: identity.chapters.clone(),
        redirects: identity.redirects.clone(),
        changes: Changes::default(),
    };
    Record::read(&record.text(), &record.version).expect("a record is read back")
}

/// By what it says, the addresses of each block.
fn places(identity: &Identity) -> BTreeMap<&str, Vec<Address>> {
    let mut places: BTreeMap<&str, Vec<Address>> = BTreeMap::new();
    for (chapter, words) in identity.chapters.iter().zip(&identity.words) {
        for (block, words) in chapter.blocks.iter().zip(words) {
            let address = Address { chapter: chapter.slug.clone(), anchor: Some(block.id.clone()) };
            places.entry(words).or_default().push(address);
        }
    }
    places
}

fn addresses(identity: &Identity) -> BTreeSet<Address> {
    places(identity).into_values().flatten().collect()
}

/// Numbers by a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    /// A chapter that has paragraphs, and one of them.
    fn place(&mut self, text: &Text) -> (usize, usize) {
        loop {
            let chapter = self.below(text.len());
            if !text[chapter].1.is_empty() {
                return (chapter, self.below(text[chapter].1.len()));
            }
        }
    }

    /// One change.
    fn change(&mut self, text: &mut Text, fresh: &mut usize) {
        let (chapter, at) = self.place(text);
        let blocks = &mut text[chapter].1;
        match self.below(6) {
            0 => {
                *fresh += 1;
                blocks.insert(at, expanded(&format!("<<fresh {fresh}>>")));
            }
            1 if blocks.len() > 3 => drop(blocks.remove(at)),
            2 => {
                let block = blocks.remove(at);
                let to = self.below(text.len());
                let at = self.below(text[to].1.len() + 1);
                text[to].1.insert(at, block);
            }
            3 => {
                let (first, rest) = blocks[at].clone().split_once(". ").map_or_else(
                    || (blocks[at].clone(), None),
                    |(first, rest)| (format!("{first}."), Some(rest.to_owned())),
                );
                blocks[at] = first;
                blocks.splice(at + 1..at + 1, rest);
            }
            4 if at + 1 < blocks.len() => {
                let next = blocks.remove(at + 1);
                blocks[at] += " ";
                blocks[at] += &next;
            }
            _ => blocks[at] = blocks[at].replacen(" the ", " one ", 2),
        }
    }
}

fn begun(seed: u64) -> Text {
    let paragraph = |slug: &str, index: usize| match index % 5 {
        4 => "See below.".to_owned(),
        _ => expanded(&format!("<<{slug} {}>>", index + 100 * seed as usize)),
    };
    CHAPTERS.iter().map(|slug| (*slug, (0..12).map(|index| paragraph(slug, index)).collect())).collect()
}

#[test]
fn whatever_is_changed_around_it_a_paragraph_keeps_its_id_and_every_address_leads_on() {
    for seed in 0..40 {
        let (mut dice, mut fresh) = (Dice(seed), 0);
        let mut text = begun(seed);
        let mut identity = named(&text, None);
        let mut published = addresses(&identity);
        for edition in 0..6 {
            let record = recorded(&identity);
            (0..1 + dice.below(6)).for_each(|_| dice.change(&mut text, &mut fresh));
            let next = named(&text, Some(&record));
            let told = || format!("seed {seed}, edition {edition}");
            kept(&identity, &next, &told());
            let live = addresses(&next);
            let count: usize = places(&next).values().map(Vec::len).sum();
            assert_eq!(count, live.len(), "{}: an id is there twice", told());
            let before = addresses(&identity);
            for address in live.difference(&before) {
                // A paragraph that was moved keeps its id.
                let is_moved = before.iter().any(|other| other.anchor == address.anchor);
                let is_used = published.iter().any(|other| other.anchor == address.anchor);
                assert!(is_moved || !is_used, "{}: {address} was another's", told());
            }
            published.extend(live.iter().cloned());
            for address in &published {
                let to = next.redirects.get(address).unwrap_or(address);
                assert!(live.contains(to), "{}: {address} leads to {to}", told());
                assert!(
                    live.contains(address) != next.redirects.contains_key(address),
                    "{}: {address}",
                    told()
                );
            }
            identity = next;
        }
    }
}

/// Holds that what says the same has the same id.
fn kept(before: &Identity, now: &Identity, told: &str) {
    let before = places(before);
    for (words, now) in places(now) {
        if let (Some([before]), [now]) = (before.get(words).map(Vec::as_slice), now.as_slice()) {
            assert_eq!(before.anchor, now.anchor, "{told}: {words}");
        }
    }
}

#[test]
fn the_same_text_again_has_the_same_names_and_no_changes() {
    for seed in 0..20 {
        let (mut dice, mut fresh) = (Dice(seed), 0);
        let mut text = begun(seed);
        let first = recorded(&named(&text, None));
        (0..8).for_each(|_| dice.change(&mut text, &mut fresh));
        let identity = named(&text, Some(&first));
        let record = recorded(&identity);
        let again = named(&text, Some(&record));
        assert_eq!(again.chapters, identity.chapters, "seed {seed}");
        assert_eq!(again.redirects, record.redirects, "seed {seed}");
        assert_eq!(again.led, [], "seed {seed}");
        let told = changes(&record, &again.chapters, &again.redirects);
        assert_eq!(told.chapters, [], "seed {seed}");
    }
}

#[test]
fn a_list_that_gets_another_first_item_keeps_its_id() {
    let list = |items: &str| vec![("rivers", vec![expanded(items)])];
    let id = |identity: &Identity, words: &str| {
        let blocks = identity.chapters[0].blocks.iter().zip(&identity.words[0]);
        let mut found =
            blocks.filter(|(_, says)| *says == words).flat_map(|(block, _)| block.anchors.clone());
        (found.next(), found.next())
    };
    let first = named(&list("> - Salt.\n> - <<springs 1>>"), None);
    let before = id(&first, "Salt.");
    assert!(before.0.is_some() && before.1.is_some(), "the list and the quotation: {before:?}");
    // Twice, since what is new is no longer new then.
    let longer = list("> <<springs 2>>\n>\n> - Hot.\n> - Salt.\n> - <<springs 1>>");
    let second = named(&longer, Some(&recorded(&first)));
    let third = named(&longer, Some(&recorded(&second)));
    for identity in [second, third] {
        assert_eq!(id(&identity, "Salt.").0, before.0, "the list");
        let quotation = Address { chapter: "rivers".to_owned(), anchor: before.1.clone() };
        let salt = identity.redirects.get(&quotation).and_then(|to| to.anchor.clone());
        assert_eq!(salt, before.0.as_ref().map(|id| id.trim_end_matches("-in").to_owned()));
    }
}

#[test]
fn reworded_paragraphs_of_a_long_book_of_few_words_are_found() {
    // Each pair of words is in very many of them: only together do they tell one from another.
    let paragraph = |index: usize, last: &str| expanded(&format!("<<rivers {index}>>")) + last;
    let text =
        |last: &str| -> Text { vec![("rivers", (0..3600).map(|index| paragraph(index, last)).collect())] };
    let first = named(&text(" Before that it was said in another way."), None);
    let record = recorded(&first);
    let second = named(&text(" Now it is put like this."), Some(&record));
    let ids = |identity: &Identity| -> Vec<String> {
        identity.chapters[0].blocks.iter().map(|block| block.id.clone()).collect()
    };
    let (before, after) = (ids(&first), ids(&second));
    let kept = after.iter().zip(&before).filter(|(after, before)| after == before).count();
    assert!(kept * 100 >= before.len() * 99, "{kept} of {} were found", before.len());
}

#[test]
fn aligning_takes_no_longer_than_the_texts_are_long() {
    // Every paragraph was changed: each is to be found by what is like it.
    let text = |count: usize, first: &str| -> Text {
        let words = |index: usize| (0..16).map(|word| format!(" n{index}x{word}")).collect::<String>();
        vec![("rivers", (0..count).map(|index| format!("{first}{}", words(index))).collect())]
    };
    let seconds = |count: usize| {
        let record = recorded(&named(&text(count, "Before"), None));
        let book = parsed(&text(count, "Now"));
        let started = std::time::Instant::now();
        let identity = identify(&book, Some(&record), &BTreeMap::new(), &mut Diagnostics::new());
        let seconds = started.elapsed().as_secs_f64();
        assert_eq!(identity.redirects.len(), 0, "all were found");
        seconds
    };
    // Four times as much is a book of 130,000 words.
    grows_evenly(seconds, 2000);
}
