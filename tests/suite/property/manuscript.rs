//! Whole manuscripts, generated: an outline, chapters, and every kind of block in every other that may hold it.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::words::{
    ATTRIBUTES, BOOKS, BOXES, CELLS, CODE, FORMULAS, FRONTS, IMAGES, INFOS, MARKS, RANGES, REFERENCES,
    SCRIPTS, SHREDS, TARGETS,
};

/// A manuscript.
#[derive(Debug, Clone)]
pub(super) struct Manuscript {
    /// `book.toml`.
    pub(super) config: &'static str,
    /// `SUMMARY.md`.
    pub(super) outline: Vec<Line>,
    /// What chapters may include: `part0.md`, `part1.md` and so on.
    pub(super) parts: Vec<Vec<Block>>,
}

impl Manuscript {
    /// The chapters of many in one.
    pub(super) fn joined(manuscripts: &[Self]) -> Self {
        let mut joined = manuscripts[0].clone();
        joined.outline = manuscripts.iter().flat_map(|one| one.outline.clone()).collect();
        joined
    }
}

/// A line of the outline.
#[derive(Debug, Clone)]
pub(super) enum Line {
    /// A part.
    Part(&'static str),
    /// A rule.
    Rule,
    /// A planned chapter without a file, nested so deep.
    Planned(usize, &'static str),
    /// A chapter.
    Chapter(Chapter),
}

/// A chapter.
#[derive(Debug, Clone)]
pub(super) struct Chapter {
    /// How deep it is nested; `None` where it is in no list, as front and back matter are.
    pub(super) depth: Option<usize>,
    /// What the outline says.
    pub(super) title: &'static str,
    /// Its front matter.
    pub(super) front: &'static str,
    /// What is in it.
    pub(super) blocks: Vec<Block>,
    /// Its footnotes: `n0`, `n1` and so on.
    pub(super) notes: Vec<Vec<Block>>,
}

/// What stands in a line.
#[derive(Debug, Clone)]
pub(super) enum Inline {
    Word(String),
    Code(&'static str),
    Formula(&'static str),
    /// A reference, or the beginning of something.
    Shred(&'static str),
    Mark(usize),
    Image(&'static str, bool),
    Break,
    Marked((&'static str, &'static str), Vec<Inline>),
    Link(&'static str, Vec<Inline>),
}

/// Inlines.
pub(super) type Inlines = Vec<Inline>;

/// What stands below one another.
#[derive(Debug, Clone)]
pub(super) enum Block {
    Paragraph(Inlines),
    Heading(usize, Inlines, &'static str),
    Listing(&'static str, Vec<&'static str>, Option<Inlines>),
    Included(&'static str),
    Figure((&'static str, bool), Option<Inlines>, &'static str),
    Table(Vec<Vec<Inlines>>, Option<Inlines>, &'static str),
    Equation(&'static str, &'static str),
    Rule,
    Anchor(&'static str),
    Part(usize),
    List(Option<u32>, Option<bool>, Vec<Vec<Block>>),
    Definitions(Inlines, Vec<Vec<Block>>),
    Quote(Vec<Block>),
    Alert(&'static str, Option<Inlines>, Vec<Block>),
    Details(Inlines, Vec<Block>),
    Box((&'static str, &'static str), Vec<Block>),
    /// A table of HTML.
    Grid(Vec<Vec<(&'static str, Vec<Block>)>>, Option<Inlines>),
    /// A figure of HTML.
    Framed(Vec<Block>, Inlines),
}

/// Manuscripts. Simpler ones come first in every choice, so that what fails is made simple.
pub(super) fn manuscript() -> impl Strategy<Value = Manuscript> {
    (select(BOOKS), vec(line(), 1..6), vec(vec(leaf(), 0..3), 0..3)).prop_map(|(config, outline, parts)| {
        let mut outline = outline;
        if !outline.iter().any(|line| matches!(line, Line::Chapter(_))) {
            outline.push(Line::Planned(0, "Soon"));
        }
        Manuscript { config, outline, parts }
    })
}

fn line() -> impl Strategy<Value = Line> {
    // A bracket would end the link that a title is.
    let titles: Vec<&str> = SCRIPTS.iter().copied().filter(|word| !word.contains(['[', ']', '\\'])).collect();
    let title = || select(titles.clone());
    let depth = prop_oneof![3 => (0..4_usize).prop_map(Some), 1 => Just(None)];
    let chapter = (depth, title(), select(FRONTS), vec(block(), 0..5), vec(vec(block(), 1..3), 0..3));
    prop_oneof![
        5 => chapter.prop_map(|(depth, title, front, blocks, notes)| {
            Line::Chapter(Chapter { depth, title, front, blocks, notes })
        }),
        1 => title().prop_map(Line::Part),
        1 => Just(Line::Rule),
        1 => (0..4_usize, title()).prop_map(|(depth, title)| Line::Planned(depth, title)),
    ]
}

fn inline() -> BoxedStrategy<Inline> {
    let characters = RANGES.iter().map(|range| prop::char::range(*range.start(), *range.end()).boxed());
    let character = prop::strategy::Union::new(characters.collect::<Vec<_>>());
    let leaf = prop_oneof![
        6 => select(SCRIPTS).prop_map(|word| Inline::Word(word.to_owned())),
        2 => vec(character, 1..6).prop_map(|word| Inline::Word(word.into_iter().collect())),
        1 => select(CODE).prop_map(Inline::Code),
        1 => select(FORMULAS).prop_map(Inline::Formula),
        1 => select(REFERENCES).prop_map(Inline::Shred),
        1 => select(SHREDS).prop_map(Inline::Shred),
        1 => (0..4_usize).prop_map(Inline::Mark),
        1 => select(IMAGES).prop_map(|(path, is_shown)| Inline::Image(path, is_shown)),
        1 => Just(Inline::Break),
    ];
    let nested = |inner: BoxedStrategy<Inline>| {
        prop_oneof![
            (select(MARKS), vec(inner.clone(), 1..4)).prop_map(|(mark, inner)| Inline::Marked(mark, inner)),
            (select(TARGETS), vec(inner, 0..3)).prop_map(|(target, inner)| Inline::Link(target, inner)),
        ]
    };
    leaf.prop_recursive(3, 12, 3, nested).boxed()
}

fn inlines() -> BoxedStrategy<Inlines> {
    vec(inline(), 1..5).boxed()
}

/// Blocks that hold none.
fn leaf() -> BoxedStrategy<Block> {
    let attributes = || select(ATTRIBUTES);
    let caption = || option::of(inlines());
    prop_oneof![
        6 => inlines().prop_map(Block::Paragraph),
        2 => (1..7_usize, inlines(), attributes()).prop_map(|(level, words, attributes)| {
            Block::Heading(level, words, attributes)
        }),
        2 => (select(INFOS), vec(select(CODE), 0..5), caption())
            .prop_map(|(info, code, caption)| Block::Listing(info, code, caption)),
        1 => select(&["part.txt", "part.txt:x", "part.txt:2:3", "part.txt:no", "../x"][..]).prop_map(Block::Included),
        2 => (select(IMAGES), caption(), attributes())
            .prop_map(|(image, caption, attributes)| Block::Figure(image, caption, attributes)),
        2 => (vec(vec(inlines(), 1..4), 1..4), caption(), attributes())
            .prop_map(|(rows, caption, attributes)| Block::Table(rows, caption, attributes)),
        1 => (select(FORMULAS), attributes()).prop_map(|(latex, attributes)| Block::Equation(latex, attributes)),
        1 => Just(Block::Rule),
        1 => select(&["a", "sec:a", "ü", "a b", "\"", "", "content", "%2F"][..]).prop_map(Block::Anchor),
    ]
    .boxed()
}

fn block() -> BoxedStrategy<Block> {
    let kinds = &["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "warning", "SOMETHING"][..];
    let nested = move |inner: BoxedStrategy<Block>| {
        let blocks = vec(inner.clone(), 1..4);
        let groups = vec(vec(inner, 0..3), 1..4);
        let start = prop_oneof![Just(None), Just(Some(1)), Just(Some(0)), Just(Some(999_999_999))];
        prop_oneof![
            4 => (start, option::of(any::<bool>()), groups.clone())
                .prop_map(|(start, task, items)| Block::List(start, task, items)),
            2 => blocks.clone().prop_map(Block::Quote),
            2 => (select(kinds), option::of(inlines()), blocks.clone())
                .prop_map(|(kind, title, blocks)| Block::Alert(kind, title, blocks)),
            2 => (inlines(), groups).prop_map(|(term, details)| Block::Definitions(term, details)),
            2 => (inlines(), blocks.clone()).prop_map(|(summary, blocks)| Block::Details(summary, blocks)),
            3 => (vec(vec((select(CELLS), blocks.clone()), 1..3), 1..3), option::of(inlines()))
                .prop_map(|(rows, caption)| Block::Grid(rows, caption)),
            1 => (blocks.clone(), inlines()).prop_map(|(blocks, caption)| Block::Framed(blocks, caption)),
            2 => (select(BOXES), blocks).prop_map(|(tags, blocks)| Block::Box(tags, blocks)),
        ]
    };
    let leaf = prop_oneof![12 => leaf(), 1 => (0..4_usize).prop_map(Block::Part)];
    leaf.prop_recursive(4, 24, 3, nested).boxed()
}
