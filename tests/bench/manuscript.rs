//! A manuscript of any length, the same on every run: what the benchmarks build.
//!
//! It is a technical book in shape: for each 118 words a listing of some ten lines, mostly Go, and between them
//! headings, lists, tables, figures, formulas, footnotes, references and links. At 130,000 words it has 40 chapters and
//! 1,100 listings of 11,500 lines together. Only what mdBook and pandoc read too is in it.

mod code;

use std::fmt::Write as _;
use std::sync::LazyLock;

/// How many words a book of the common length has.
pub(crate) const WORDS: usize = 130_000;
const CHAPTERS: usize = 40;
const LISTINGS: usize = 1_100;
const CODE_LINES: usize = 11_500;

/// The files of a manuscript of about so many words, by path.
pub(crate) fn manuscript(words: usize) -> Vec<(String, String)> {
    let chapters = share(words, CHAPTERS, WORDS).max(1);
    let listings = share(words, LISTINGS, WORDS);
    let mut files = vec![("book.toml".to_owned(), TOML.to_owned())];
    let mut outline = String::from("# Summary\n");
    for number in 0..chapters {
        if number.is_multiple_of(10) {
            let _ = write!(outline, "\n# Part {}\n\n", number / 10 + 1);
        }
        let plan = Plan {
            number,
            words: share(number + 1, words, chapters) - share(number, words, chapters),
            listings: share(number, listings, chapters)..share(number + 1, listings, chapters),
        };
        let (title, text) = Chapter::new(plan).write();
        let _ = writeln!(outline, "- [{title}]({})", path(number));
        files.push((format!("src/{}", path(number)), text));
        if has_drawing(number) {
            files.push((format!("src/{}", drawing_path(number)), drawing(number)));
        }
    }
    files.push(("src/SUMMARY.md".to_owned(), outline));
    files
}

const TOML: &str =
    "[book]\ntitle = \"The Long Book\"\nauthors = [\"A. Writer\"]\nlanguage = \"en\"\nsrc = \"src\"\n";

/// `part` of `whole` things, of which there are `all`.
fn share(part: usize, all: usize, whole: usize) -> usize {
    part * all / whole
}

fn path(chapter: usize) -> String {
    format!("chapter-{:03}.md", chapter + 1)
}

/// Every second chapter has a drawing, the first one too.
fn has_drawing(chapter: usize) -> bool {
    chapter.is_multiple_of(2)
}

fn drawing_path(chapter: usize) -> String {
    format!("images/memory-{:03}.svg", chapter + 1)
}

/// What a chapter is to hold.
struct Plan {
    number: usize,
    words: usize,
    /// Which of the book's listings.
    listings: std::ops::Range<usize>,
}

struct Chapter {
    plan: Plan,
    dice: Dice,
    text: String,
    written: usize,
    notes: usize,
}

impl Chapter {
    fn new(plan: Plan) -> Self {
        let dice = Dice(plan.number as u64 + 1);
        Self { plan, dice, text: String::new(), written: 0, notes: 0 }
    }

    fn write(mut self) -> (String, String) {
        let title = self.title(3);
        let _ = write!(self.text, "# {title}\n\n");
        let listings = self.plan.listings.clone();
        let count = listings.len().max(1);
        for slot in 0..count {
            if slot % 3 == 1 {
                let level = if slot % 6 == 1 { "##" } else { "###" };
                let title = self.title(4);
                let _ = write!(self.text, "{level} {title}\n\n");
            }
            self.special(slot);
            while self.written < share(slot + 1, self.plan.words, count) {
                self.paragraph();
            }
            if let Some(listing) = listings.clone().nth(slot) {
                self.listing(slot, listing);
            }
        }
        (title, self.text)
    }

    /// What a slot has beside paragraphs and a listing.
    fn special(&mut self, slot: usize) {
        let chapter = self.plan.number + 1;
        match slot % 14 {
            1 => self.list("- "),
            3 => self.table(slot),
            4 => self.formula(),
            6 if slot < 14 && has_drawing(self.plan.number) => {
                let caption = self.sentence(8);
                let path = drawing_path(self.plan.number);
                let _ = write!(self.text, "![Cells of memory]({path} \"{caption}\"){{#fig:c{chapter}}}\n\n");
            }
            8 => self.list("1. "),
            10 => {
                let words = self.sentence(24);
                let _ = write!(self.text, "> [!NOTE]\n> {words}\n\n");
            }
            12 => {
                let words = self.sentence(18);
                let _ = write!(self.text, "> {words}\n\n");
            }
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        let chapter = self.plan.number + 1;
        let sentences = 2 + self.dice.below(4);
        let mut notes = Vec::new();
        for index in 0..sentences {
            let length = 8 + self.dice.below(14);
            let words = self.sentence(length);
            self.text.push_str(if index == 0 { "" } else { "\n" });
            self.text.push_str(&words);
            match self.dice.below(40) {
                0 => {
                    self.notes += 1;
                    let name = format!("c{chapter}-{}", self.notes);
                    let _ = write!(self.text, "[^{name}]");
                    notes.push(name);
                }
                1 => {
                    let shown = chapter - usize::from(!has_drawing(self.plan.number));
                    let _ = write!(self.text, " See @fig:c{shown}.");
                }
                2 if chapter > 1 => {
                    let other = self.dice.below(chapter - 1);
                    let _ = write!(self.text, " It was [said before]({}).", path(other));
                }
                3 => self.text.push_str(" See [the sources](https://go.dev/src/runtime/slice.go \"Go\")."),
                4 => self.text.push_str(" All of it is at <https://go.dev/ref/spec>."),
                5 => self.text.push_str(" It takes $2^n - 1$ of them."),
                _ => {}
            }
        }
        self.text.push_str("\n\n");
        for name in notes {
            let words = self.sentence(16);
            let _ = write!(self.text, "[^{name}]: {words}\n\n");
        }
    }

    fn list(&mut self, mark: &str) {
        for _ in 0..4 {
            let words = self.sentence(11);
            let _ = writeln!(self.text, "{mark}{words}");
        }
        self.text.push('\n');
    }

    fn table(&mut self, slot: usize) {
        let chapter = self.plan.number + 1;
        self.text.push_str("| Type | Bytes | What it holds |\n| :--- | ---: | --- |\n");
        for bytes in 0..6 {
            let words = self.sentence(5);
            let _ = writeln!(self.text, "| `int{}` | {} | {words} |", 8 << bytes, 1 << bytes);
        }
        let caption = self.sentence(6);
        let _ = write!(self.text, "\nTable: {caption} {{#tbl:c{chapter}-{slot}}}\n\n");
    }

    fn formula(&mut self) {
        let power = 2 + self.dice.below(7);
        let _ = write!(
            self.text,
            "$$\nS_{{n+1}} = \\sum_{{i=0}}^{{n}} \\frac{{a_i^{{{power}}} + b_i}}{{\\sqrt{{1 + x_i}}}}\n$$\n\n"
        );
    }

    fn listing(&mut self, slot: usize, index: usize) {
        let chapter = self.plan.number + 1;
        let lines = share(index + 1, CODE_LINES, LISTINGS) - share(index, CODE_LINES, LISTINGS);
        // Of each two listings one is longer by what the other is shorter, so that all have the lines they should.
        let swing = (index / 2 * 5) % 7;
        let lines = if index.is_multiple_of(2) { lines + swing } else { lines - swing };
        let (language, code) = match index % 8 {
            7 => code::other(index / 8, lines, &mut self.dice),
            _ => ("go", code::go(lines, &mut self.dice)),
        };
        if slot.is_multiple_of(5) {
            let caption = self.title(5);
            let _ = writeln!(self.text, "```{{.{language} #lst:c{chapter}-{slot} caption=\"{caption}\"}}");
        } else {
            let _ = writeln!(self.text, "```{language}");
        }
        self.text.push_str(&code);
        self.text.push_str("```\n\n");
    }

    fn title(&mut self, length: usize) -> String {
        self.sentence(length).trim_end_matches('.').replace(['`', '*', ','], "")
    }

    /// A sentence of so many words, some of them in the code's face or stressed.
    fn sentence(&mut self, length: usize) -> String {
        self.written += length;
        let mut sentence = String::new();
        for index in 0..length {
            let word = self.dice.one_of(&VOCABULARY);
            match index {
                0 => {
                    sentence.push_str(&word[..1].to_uppercase());
                    sentence.push_str(&word[1..]);
                }
                _ => {
                    sentence.push(' ');
                    match self.dice.below(60) {
                        0 => drop(write!(sentence, "`{word}`")),
                        1 => drop(write!(sentence, "*{word}*")),
                        2 => drop(write!(sentence, "**{word}**")),
                        3 if index + 1 < length => drop(write!(sentence, "{word},")),
                        _ => sentence.push_str(word),
                    }
                }
            }
        }
        sentence.push('.');
        sentence
    }
}

/// A drawing of memory: boxes with words, arrows between them.
fn drawing(chapter: usize) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 200\" width=\"640\" height=\"200\">\n",
    );
    for cell in 0..10 {
        let x = 10 + cell * 62;
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"60\" width=\"60\" height=\"50\" fill=\"#eee\" stroke=\"#333\"/>\n\
             <text x=\"{}\" y=\"90\" font-family=\"monospace\" font-size=\"14\">{}</text>\n\
             <path d=\"M{} 112 v40 h{}\" fill=\"none\" stroke=\"#555\"/>",
            x + 12,
            (cell + 1) * (chapter + 7),
            x + 30,
            20 + chapter % 9
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Numbers that look like chance and are the same on every run (xorshift64*, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).expect("31 bits fit") % limit
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// Words to choose from, in one text.
type Words = LazyLock<Vec<&'static str>>;

static VOCABULARY: Words = LazyLock::new(|| {
    "the a of to in that is for with on by as at from which when where each one two its their this these memory \
    slice array pointer length capacity garbage collector goroutine scheduler channel stack heap compiler \
    assembly register instruction function method interface value type string byte word address offset field \
    struct map bucket hash key entry overflow allocation escape analysis inline closure variable constant \
    package module runtime thread processor cache line page segment virtual physical kernel system call signal \
    timer network poller worker queue lock atomic operation barrier write read load store branch loop bounds \
    check panic recover defer return argument result frame caller callee convention program counter linker \
    symbol table section binary object file build test benchmark profile sample measure faster slower larger \
    smaller grows shrinks copies moves holds points becomes remains keeps drops finds returns starts stops \
    waits runs blocks wakes sleeps frees allocates aligned padded packed shared private global local static \
    dynamic generic concrete empty full next previous first last whole part only never always often seldom \
    however therefore instead because until while after before between inside outside beneath above through \
    without representation implementation concurrency synchronisation optimisation initialisation comparison \
    conversion"
    .split(' ')
    .collect()
});
