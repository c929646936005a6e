//! The story: a book, what its author does to it from edition to edition, and what readers should find changed.

/// What the author does to a file. Texts are written out first, as [`prose`](super::prose) says.
#[derive(Clone, Copy)]
pub(super) enum Edit {
    /// Writes it.
    Write(&'static str, &'static str),
    /// Writes other words in the place of some that are in it once.
    Change(&'static str, &'static str, &'static str),
    /// Removes it.
    Remove(&'static str),
    /// Calls it otherwise.
    Rename(&'static str, &'static str),
}

/// An edition.
pub(super) struct Edition {
    pub(super) version: &'static str,
    pub(super) edits: &'static [Edit],
    /// The slugs of its chapters that are written, in order.
    pub(super) chapters: &'static str,
    /// What changed: `kind slug`, then sections, as `changes` in the tests writes them.
    pub(super) changes: &'static [&'static str],
    /// Of revised chapters: how much of them is another, at least and at most, in hundredths.
    pub(super) shares: &'static [(&'static str, u32, u32)],
    /// Words of blocks that are gone, and words of those that have their addresses now.
    pub(super) became: &'static [(&'static str, &'static str)],
    /// Where chapters lead that are gone.
    pub(super) leads: &'static [(&'static str, &'static str)],
}

use Edit::{Change, Remove, Rename, Write};

const TOML: &str = r#"[book]
title = "Lands"
authors = ["Ada"]
language = "en"
slug = "lands"
identifier = "urn:x:lands"

[edition]
early-access = true
"#;

pub(super) const STORY: [Edition; 10] = [
    Edition {
        version: "0.1.0",
        edits: &[
            Write("book.toml", TOML),
            Write(
                "SUMMARY.md",
                "# Summary\n\n[Preface](preface.md)\n\n# Inland\n\n- [Rivers](rivers.md)\n- [Hills](hills.md)\n\
                 - [Woods](woods.md)\n\n# Coasts\n\n- [Seas](seas.md)\n- [Islands](islands.md)\n",
            ),
            Write("preface.md", "# Preface\n\n<<preface 1>>\n\n<<preface 2>>\n"),
            Write("rivers.md", include_str!("rivers.md")),
            Write("hills.md", include_str!("hills.md")),
            Write("woods.md", include_str!("woods.md")),
            Write("seas.md", include_str!("seas.md")),
            Write("islands.md", include_str!("islands.md")),
            Write("map.svg", MAP),
        ],
        chapters: "preface rivers hills woods seas",
        changes: &["new preface", "new rivers", "new hills", "new woods", "new seas", "planned islands"],
        shares: &[],
        became: &[],
        leads: &[],
    },
    // A chapter is put in the middle; in others paragraphs, items of lists and footnotes are put before what was there.
    Edition {
        version: "0.2.0",
        edits: &[
            Change("SUMMARY.md", "- [Hills]", "- [Lakes](lakes.md)\n- [Hills]"),
            Write(
                "lakes.md",
                "# Lakes\n\n<<lakes 1>>\n\nSee below.\n\n## Exercises\n\n<<lakes 2>>\n\n1. <<lakes 3>>\n2. Swim.\n",
            ),
            Change("rivers.md", "<<rivers 1>>", "<<rivers 6>>[^new]\n\nSee below.\n\n<<rivers 1>>"),
            Change("rivers.md", "- Salt springs.", "- Hot springs.\n- Salt springs."),
            Change("rivers.md", "<<rivers 2>>", "<<rivers 2+>>"),
            Change("rivers.md", "[^source]: ", "[^new]: <<notes 9>>\n\n[^source]: "),
            Change("seas.md", "# Seas\n", "# Seas\n\n<<seas 9>>\n"),
        ],
        chapters: "preface rivers lakes hills woods seas",
        changes: &["revised rivers: revised -, revised sec-springs", "new lakes", "revised seas: revised -"],
        shares: &[("rivers", 12, 30), ("seas", 10, 30)],
        became: &[("<<rivers 2>>", "<<rivers 2+>>")],
        leads: &[],
    },
    // A chapter is split.
    Edition {
        version: "0.3.0",
        edits: &[
            Change(
                "woods.md",
                "## Orchards\n\n<<orchards 1>>\n\n<<orchards 2>>\n\nSee below.\n\n### Apples\n\n<<orchards 3>>\n\n- Red.\n- Green.\n\n",
                "",
            ),
            Write(
                "orchards.md",
                "# Orchards\n\n<<orchards 1>>\n\n<<orchards 2>>\n\nSee below.\n\n## Apples\n\n<<orchards 3>>\n\n- Red.\n- Green.\n\n## Pears\n\n<<orchards 4>>\n",
            ),
            Change("SUMMARY.md", "\n# Coasts", "- [Orchards](orchards.md)\n\n# Coasts"),
        ],
        chapters: "preface rivers lakes hills woods orchards seas",
        changes: &["new orchards: moved - from woods, moved apples from woods"],
        shares: &[("orchards", 15, 60)],
        became: &[],
        leads: &[],
    },
    // Titles, headings and captions are worded otherwise; a chapter that was planned is written.
    Edition {
        version: "0.4.0",
        edits: &[
            Change("hills.md", "# Hills\n", "# Hills and Ridges\n"),
            Change("SUMMARY.md", "[Hills]", "[Hills and Ridges]"),
            Change("rivers.md", "## Mills\n", "## Mills and Their Wheels\n"),
            Change("rivers.md", "caption=\"A wheel that turns\"", "caption=\"A wheel that turns twice\""),
            Change("seas.md", "Table: How high tides are.", "Table: How high and how low tides are."),
            Change("islands.md", "status: planned\n", "status: review\n"),
        ],
        chapters: "preface rivers lakes hills woods orchards seas islands",
        changes: &[
            "revised rivers: revised mills",
            "renamed hills from Hills",
            "revised seas: revised tides",
            "new islands",
        ],
        shares: &[("rivers", 0, 3), ("seas", 0, 5)],
        became: &[
            ("Hills", "Hills and Ridges"),
            ("Mills", "Mills and Their Wheels"),
            ("A wheel that turns", "A wheel that turns twice"),
            ("How high tides are.", "How high and how low tides are."),
        ],
        leads: &[],
    },
    // Chapters stand in another order, a part has another title, a section is moved into another chapter.
    Edition {
        version: "0.5.0",
        edits: &[
            Change(
                "SUMMARY.md",
                "- [Hills and Ridges](hills.md)\n- [Woods](woods.md)\n",
                "- [Woods](woods.md)\n- [Hills and Ridges](hills.md)\n",
            ),
            Change("SUMMARY.md", "# Inland", "# The Interior"),
            Change("rivers.md", MILLS, ""),
            Change("lakes.md", "## Exercises", MILLS_AND_EXERCISES),
        ],
        chapters: "preface rivers lakes woods hills orchards seas islands",
        changes: &["revised lakes: moved mills-and-their-wheels from rivers", "moved woods"],
        shares: &[("lakes", 0, 0)],
        became: &[],
        leads: &[],
    },
    // Two chapters are merged.
    Edition {
        version: "0.6.0",
        edits: &[
            Change("SUMMARY.md", "- [Hills and Ridges](hills.md)\n", ""),
            Change("woods.md", "## Exercises\n\n<<woods 8>>\n", include_str!("merged.md")),
            Remove("hills.md"),
            Change(
                "book.toml",
                "early-access = true\n",
                "early-access = true\n\n[redirects]\nhills = \"woods\"\n",
            ),
        ],
        chapters: "preface rivers lakes woods orchards seas islands",
        changes: &[
            "revised woods: moved hills-and-ridges from hills, moved passes from hills",
            "removed hills to woods",
        ],
        shares: &[("woods", 0, 5)],
        became: &[("Hills and Ridges", "Hills and Ridges")],
        leads: &[("hills", "woods")],
    },
    // Paragraphs are merged, split, rewritten and left out; a heading goes; what had no caption gets one.
    Edition {
        version: "0.7.0",
        edits: &[
            Change("woods.md", "<<woods 1>>\n\n<<woods 2>>", "<<woods 1>> <<woods 2>>"),
            Change("woods.md", "<<woods 3>>", "<<woods 3a>>\n\n<<woods 3b>>"),
            Change("woods.md", "<<woods 4>>", "<<woods 14>>"),
            Change("woods.md", "## Passes\n\n<<hills 4>>\n\n", ""),
            Change(
                "woods.md",
                "```go\nfunc climb() {}\n```",
                "```go caption=\"How to climb\"\nfunc climb() {}\n```",
            ),
            Change("rivers.md", "<<rivers 3>>[^second]", "<<rivers 3>>"),
            Change("rivers.md", "[^second]: <<notes 2>>\n", ""),
            Change("seas.md", "<<seas 1>>\n\n", ""),
        ],
        chapters: "preface rivers lakes woods orchards seas islands",
        changes: &[
            "revised rivers",
            "revised woods: revised -, revised hills-and-ridges, removed Passes",
            "revised seas: revised -",
        ],
        shares: &[("rivers", 3, 25), ("woods", 10, 40), ("seas", 5, 30)],
        became: &[
            ("<<woods 1>>", "<<woods 2>>"),
            ("<<woods 2>>", "<<woods 1>>"),
            ("<<woods 3>>", "<<woods 3b>>"),
            ("<<woods 4>>", "<<woods 14>>"),
            ("Passes", "func climb"),
            ("<<hills 4>>", "func climb"),
            ("func climb() {}", "How to climb"),
            ("<<notes 2>>", "<<notes 1>>"),
            ("<<seas 1>>", "<<seas 9>>"),
        ],
        leads: &[],
    },
    // A chapter is given up; another is set back to what is planned.
    Edition {
        version: "0.8.0",
        edits: &[
            Change("SUMMARY.md", "- [Orchards](orchards.md)\n", ""),
            Remove("orchards.md"),
            Change("islands.md", "status: review\n", "status: planned\n"),
            Change(
                "book.toml",
                "hills = \"woods\"\n",
                "hills = \"woods\"\norchards = \"woods\"\n\"orchards#apples\" = \"seas#tides\"\nislands = \"seas\"\n",
            ),
        ],
        chapters: "preface rivers lakes woods seas",
        changes: &["removed orchards to woods", "removed islands to seas"],
        shares: &[],
        became: &[
            ("Orchards", "Woods"),
            ("<<orchards 1>>", "Woods"),
            ("<<orchards 2>>", "Woods"),
            ("<<orchards 3>>", "Woods"),
            ("<<orchards 4>>", "Woods"),
            ("Red.", "Woods"),
            ("Green.", "Woods"),
            ("Apples", "Tides"),
            ("Pears", "Woods"),
            ("Islands", "Seas"),
            ("<<islands 1>>", "Seas"),
            ("<<islands 2>>", "Seas"),
        ],
        leads: &[("orchards", "woods"), ("islands", "seas")],
    },
    // A chapter has another name; what was led to it is led on. The one that was set back is there again.
    Edition {
        version: "0.9.0",
        edits: &[
            Rename("woods.md", "forests.md"),
            Change("SUMMARY.md", "[Woods](woods.md)", "[Forests](forests.md)"),
            Change("forests.md", "# Woods\n", "# Forests\n"),
            Change("islands.md", "status: planned\n", "status: review\n"),
            Change("book.toml", "islands = \"seas\"\n", "woods = \"forests\"\n"),
        ],
        chapters: "preface rivers lakes forests seas islands",
        changes: &["renamed forests from Woods", "new islands"],
        shares: &[],
        became: &[("Woods", "Forests")],
        leads: &[("woods", "forests"), ("hills", "forests"), ("orchards", "forests")],
    },
    // The book is whole. What is new has names that others had.
    Edition {
        version: "1.0.0",
        edits: &[
            Change("book.toml", "early-access = true", "early-access = false"),
            Change("rivers.md", "## Exercises", "## Mills\n\n<<mills 9>>\n\n## Exercises"),
            Change("seas.md", "## Exercises", "## Springs {#passes}\n\n<<seas 7>>\n\n## Exercises"),
            Change("forests.md", "## Hills and Ridges", "## Passes\n\n<<passes 9>>\n\n## Hills and Ridges"),
        ],
        chapters: "preface rivers lakes forests seas islands",
        changes: &["revised rivers: new mills-1", "revised forests: new passes", "revised seas: new passes"],
        shares: &[("rivers", 5, 25), ("forests", 3, 25), ("seas", 5, 30)],
        became: &[],
        leads: &[],
    },
];

const MILLS: &str = include_str!("mills.md");
const MILLS_AND_EXERCISES: &str = concat!(include_str!("mills.md"), "## Exercises");

const MAP: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"30\"><path d=\"M0 15h90\" stroke=\"#333\" stroke-width=\"4\"/></svg>\n";
