//! Style sheets, tokens and colours.

use std::collections::BTreeSet;

use super::files;
use recto::model::Listing;
use recto::theme::{Face, Sheet, Theme, Values};

const SHEETS: [Sheet; 6] =
    [Sheet::Flow, Sheet::Site, Sheet::Epub, Sheet::Formulas, Sheet::Modern, Sheet::Changes];

/// The least contrast of text (WCAG 2.2, success criterion 1.4.3).
const LEAST: f64 = 4.5;

#[test]
fn every_token_that_a_style_sheet_asks_for_exists() {
    for sheet in SHEETS {
        let css = Theme::built_in().css(sheet, Values::CustomProperties);
        let properties = Theme::built_in().custom_properties() + &css;
        for (at, _) in css.match_indices("var(--") {
            let name = css[at + "var(".len()..].split([')', ',']).next().expect("a name");
            assert!(properties.contains(&format!("{name}:")), "{sheet:?} asks for {name}");
        }
    }
}

/// Classes that only the author's own sheets may style.
const HOOKS: &[&str] = &["anchor", "chapter-title", "planned", "reference", "task-mark"];

#[test]
fn every_class_that_a_case_shows_has_a_rule() {
    let sheets = SHEETS.map(|sheet| Theme::built_in().css(sheet, Values::CustomProperties)).concat();
    let styled: BTreeSet<&str> = sheets.split('.').skip(1).map(word).collect();
    let mut shown = BTreeSet::new();
    for file in files("tests/spec", ".md") {
        for output in file.text.split("html\n").skip(1) {
            let output = output.split("\n```").next().expect("a split has a first");
            let classes = output.split("class=\"").skip(1).flat_map(|rest| rest.split('"').next());
            shown.extend(classes.flat_map(str::split_whitespace).map(str::to_owned));
        }
    }
    assert!(shown.len() > 50, "{shown:?}");
    let plain: Vec<&String> = shown
        .iter()
        .filter(|class| !styled.contains(class.as_str()) && !class.starts_with("language-"))
        .collect();
    assert_eq!(plain, HOOKS);
}

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().expect("a split has a first")
}

#[test]
fn families_are_named_by_the_theme_alone() {
    let outside = files("src", ".rs").into_iter().filter(|file| !file.path.starts_with("src/theme/"));
    for file in outside {
        let named = Face::all().iter().find(|face| file.text.contains(face.family.name()));
        assert_eq!(named.map(|face| face.family.name()), None, "{}", file.path);
    }
}

#[test]
fn tabs_are_as_wide_on_the_screen_as_on_paper() {
    let css = Theme::built_in().css(Sheet::Flow, Values::CustomProperties);
    assert!(css.contains(&format!(" tab-size: {};", Listing::TAB)));
}

#[test]
fn text_is_readable_on_what_is_behind_it() {
    for (colors, code) in [("color", "code"), ("dark", "code-dark")] {
        let color = |key: &str| luminance(&token(colors, key));
        for behind in ["paper", "panel", "mark", "selection"] {
            let behind_it = color(behind);
            let text = match behind {
                "paper" | "panel" | "selection" => ["ink", "muted", "accent", "link", "problem"].as_slice(),
                _ => &["ink"],
            };
            for key in text {
                assert_contrast(color(key), behind_it, &format!("[{colors}] {key} on {behind}"));
            }
        }
        for key in ["note", "tip", "important", "warning", "caution"] {
            for behind in ["paper", "selection"] {
                assert_contrast(color(key), color(behind), &format!("[{colors}] {key} on {behind}"));
            }
            let panel = luminance(&mixed(&token(colors, key), &token(colors, "paper"), 0.08));
            assert_contrast(color(key), panel, &format!("[{colors}] {key} on an alert's panel"));
            assert_contrast(color("ink"), panel, &format!("[{colors}] ink on the panel of {key}"));
        }
        let kinds: Vec<String> =
            Theme::built_in().tokens().table(code).map(|(key, _)| key.to_owned()).collect();
        assert!(kinds.len() > 10, "{kinds:?}");
        for kind in &kinds {
            for behind in ["panel", "paper", "mark", "selection"] {
                let contrast = format!("[{code}] {kind} on {behind}");
                assert_contrast(luminance(&token(code, kind)), color(behind), &contrast);
            }
        }
    }
    for key in ["cover-accent", "cover-muted"] {
        let contrast = format!("[color] {key} on cover");
        assert_contrast(luminance(&token("color", key)), luminance(&token("color", "cover")), &contrast);
    }
}

#[test]
fn the_dark_has_every_colour_that_the_light_has() {
    let theme = Theme::built_in();
    let keys = |table: &str| -> Vec<String> {
        let keys = theme.tokens().table(table).map(|(key, _)| key.to_owned());
        keys.filter(|key| !key.starts_with("cover")).collect()
    };
    assert_eq!(keys("color"), keys("dark"));
    assert_eq!(keys("code"), keys("code-dark"));
}

fn token(table: &str, key: &str) -> String {
    let theme = Theme::built_in();
    theme.tokens().get(table, key).unwrap_or_else(|| panic!("[{table}] {key}")).to_owned()
}

/// `color-mix(in srgb, one share, other)`, as `site.css` has it.
fn mixed(one: &str, other: &str, share: f64) -> String {
    let channel =
        |color: &str, at: usize| f64::from(u8::from_str_radix(&color[at..at + 2], 16).expect("a colour"));
    let mix = |at: usize| (channel(one, at) * share + channel(other, at) * (1.0 - share)).round() as u8;
    format!("#{:02x}{:02x}{:02x}", mix(1), mix(3), mix(5))
}

#[track_caller]
fn assert_contrast(one: f64, other: f64, what: &str) {
    let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
    assert!(contrast >= LEAST, "{what} has a contrast of {contrast:.2}");
}

/// The relative luminance of `#rrggbb` (WCAG 2.2 §relative luminance).
fn luminance(color: &str) -> f64 {
    let channel = |at: usize| {
        let value =
            u8::from_str_radix(&color[at..at + 2], 16).unwrap_or_else(|_| panic!("{color} is no colour"));
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
