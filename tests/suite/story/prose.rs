//! Prose that is made: paragraphs that are told apart by no single word, as those of one author are.
//!
//! ```text
//! <<hills 2>>      a paragraph of three sentences, always the same
//! <<hills 2+>>     the same with some words changed
//! <<hills 2a>>     its first sentence; `b` is what follows it
//! ```

const NOUNS: [&str; 40] = [
    "water",
    "stone",
    "valley",
    "wind",
    "bridge",
    "morning",
    "field",
    "road",
    "cloud",
    "path",
    "shore",
    "village",
    "rain",
    "summer",
    "wall",
    "river",
    "mill",
    "hill",
    "snow",
    "gate",
    "tree",
    "harbour",
    "boat",
    "map",
    "traveller",
    "shepherd",
    "fire",
    "lamp",
    "tower",
    "garden",
    "orchard",
    "winter",
    "market",
    "song",
    "bird",
    "fish",
    "reed",
    "marsh",
    "dune",
    "tide",
];
const QUALITIES: [&str; 20] = [
    "old", "quiet", "long", "green", "slow", "deep", "far", "cold", "bright", "narrow", "steep", "broad",
    "wet", "dry", "early", "late", "small", "high", "low", "empty",
];
const DEEDS: [&str; 16] = [
    "follows", "hides", "crosses", "feeds", "meets", "leaves", "keeps", "bears", "finds", "divides",
    "covers", "warms", "carries", "borders", "shelters", "names",
];

/// A text with what it names written out.
pub(super) fn expanded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("<<") {
        let (name, behind) = behind.split_once(">>").expect("what begins ends");
        out += before;
        out += &named(name);
        rest = behind;
    }
    out + rest
}

fn named(name: &str) -> String {
    let (seed, number) = name.split_once(' ').expect("a seed and a number");
    let plain = number.trim_end_matches(['+', 'a', 'b']);
    let sentences = sentences(&format!("{seed} {plain}"));
    match &number[plain.len()..] {
        "" => sentences.join(" "),
        "+" => sentences.join(" ").replace(" the ", " that ").replacen(" that ", " the ", 3),
        "a" => sentences[0].clone(),
        "b" => sentences[1..].join(" "),
        other => panic!("{other} is no way to change a paragraph"),
    }
}

fn sentences(seed: &str) -> Vec<String> {
    let mut words =
        Words(seed.bytes().fold(7_u64, |state, byte| state.wrapping_mul(131).wrapping_add(u64::from(byte))));
    (0..3).map(|_| words.sentence()).collect()
}

/// Words by a seed.
struct Words(u64);

impl Words {
    fn one(&mut self, of: &[&'static str]) -> &'static str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        of[(self.0 >> 33) as usize % of.len()]
    }

    fn thing(&mut self) -> String {
        format!("the {} {}", self.one(&QUALITIES), self.one(&NOUNS))
    }

    fn sentence(&mut self) -> String {
        let start = self.one(&["In", "Beyond", "Under", "Along", "Near"]);
        let (place, who, what) = (self.thing(), self.thing(), self.thing());
        let deed = self.one(&DEEDS);
        let end = match self.one(&["and", "of", "when", ""]) {
            "and" => format!(", and {} is {}", self.thing(), self.one(&QUALITIES)),
            "of" => format!(" of {}", self.thing()),
            "when" => format!(" when {} {} it", self.thing(), self.one(&DEEDS)),
            _ => String::new(),
        };
        format!("{start} {place}, {who} {deed} {what}{end}.")
    }
}
