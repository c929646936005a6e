//! Colours that can be told apart (WCAG 2.2 §1.4.3, §1.4.11), and names that every style sheet's values have.

use recto::theme::{Sheet, Theme, Values};

/// The relative luminance of `#rrggbb` (WCAG 2.2, relative luminance).
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour of six digits");
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn words_stand_out_from_what_is_behind_them() {
    let theme = Theme::built_in();
    let tokens = theme.tokens();
    for (colours, code) in [("color", "code"), ("dark", "code-dark")] {
        let colour = |key: &str| {
            tokens.get(colours, key).or(tokens.get("color", key)).expect("the token is there").to_owned()
        };
        for ink in
            ["ink", "muted", "accent", "link", "problem", "note", "tip", "important", "warning", "caution"]
        {
            for ground in ["paper", "panel"] {
                let contrast = contrast(&colour(ink), &colour(ground));
                assert!(contrast >= 4.5, "{colours}: {ink} on {ground} is {contrast:.2}:1");
            }
        }
        for (token, _) in tokens.table(code) {
            for ground in ["panel", "mark"] {
                let contrast = contrast(tokens.get(code, token).expect("a colour"), &colour(ground));
                assert!(contrast >= 4.5, "{code}: {token} on {ground} is {contrast:.2}:1");
            }
        }
        let selected = contrast(&colour("ink"), &colour("selection"));
        assert!(selected >= 4.5, "{colours}: selected words are {selected:.2}:1");
    }
}

#[test]
fn every_value_of_a_style_sheet_has_a_name_that_is_given() {
    let theme = Theme::built_in();
    let sheets =
        [Sheet::Flow, Sheet::Modern, Sheet::Site].map(|sheet| theme.css(sheet, Values::CustomProperties));
    let css = theme.custom_properties() + &sheets.concat();
    for (at, _) in css.match_indices("var(") {
        let name = css[at + "var(".len()..].split(')').next().expect("a split has a first");
        assert!(css.contains(&format!("{name}: ")), "nothing gives {name} a value");
    }
}
