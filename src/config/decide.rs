//! [`Config`] → decided values; a value out of range is a finding and its default is used.

use std::collections::HashSet;

use super::{Config, Decided, parse_paper};
use crate::address::{escape, is_address};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::{
    Currency, Edition, Isbns, Meta, Offer, Orientation, Paper, PdfSettings, PdfStandard, Series, Settings,
    Slug,
};

/// The name space of derived identifiers: this program's own, made once.
const NAMESPACE: uuid::Uuid = uuid::uuid!("5d0a7f3e-6c0b-5d64-9a3b-1f2c8e4b7a90");

/// Decides every value. `title` and `language` must have been given or defaulted.
pub fn decide(config: &Config, diagnostics: &mut Diagnostics) -> Decided {
    let mut decide = Decide { config, diagnostics };
    Decided { meta: decide.meta(), settings: decide.settings() }
}

struct Decide<'a> {
    config: &'a Config,
    diagnostics: &'a mut Diagnostics,
}

impl Decide<'_> {
    fn text(&self, key: &str) -> Option<String> {
        self.config.text(key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn wrong(&mut self, key: &str, message: impl Into<String>, hint: impl Into<String>) {
        let finding = Diagnostic::new(Code::ConfigValue, self.config.span(key), message);
        self.diagnostics.push(finding.at_path("book.toml").hint(hint));
    }

    fn meta(&mut self) -> Meta {
        let title = self.text("book.title").unwrap_or_else(|| "Untitled".to_owned());
        let language = self.language();
        let identifier = self.identifier(&title, &language);
        let mut authors = self.config.texts("book.authors");
        authors.extend(self.config.texts("book.author"));
        Meta {
            subtitle: self.text("book.subtitle"),
            authors,
            description: self.text("book.description"),
            right_to_left: is_right_to_left(&language),
            slug: self.slug(&title),
            sample_identifier: sample_identifier(&identifier),
            identifier,
            publisher: self.text("book.publisher"),
            rights: self.text("book.rights"),
            isbn: Isbns {
                epub: self.isbn("book.isbn.epub"),
                pdf: self.isbn("book.isbn.pdf"),
                html: self.isbn("book.isbn.html"),
            },
            subjects: self.config.texts("book.subjects"),
            series: self
                .text("book.series")
                .map(|name| Series { name, position: self.text("book.series-position") }),
            cover: self.text("book.cover"),
            repository: self.address("book.repository"),
            offer: self.offer(),
            edition: Edition { early_access: self.config.switch("edition.early-access").unwrap_or(false) },
            title,
            language,
        }
    }

    fn language(&mut self) -> String {
        let language = self.text("book.language").unwrap_or_else(|| "en".to_owned()).replace('_', "-");
        if is_language_tag(&language) {
            return language;
        }
        self.wrong(
            "book.language",
            format!("`{language}` is no language tag"),
            "write BCP 47, as `en`, `pt-BR` or `zh-Hans`",
        );
        "en".to_owned()
    }

    fn slug(&mut self, title: &str) -> Slug {
        let Some(given) = self.text("book.slug") else { return Slug::of(title) };
        Slug::parse(&given).unwrap_or_else(|| {
            let slug = Slug::of(&given);
            self.wrong(
                "book.slug",
                format!("`{given}` is no slug"),
                format!("write lower-case letters, digits and hyphens: `{slug}`"),
            );
            slug
        })
    }

    fn identifier(&mut self, title: &str, language: &str) -> String {
        if let Some(given) = self.text("book.identifier") {
            let digits: String = given.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
            if is_isbn(&digits) {
                return format!("urn:isbn:{digits}");
            }
            return match uuid::Uuid::parse_str(&given) {
                Ok(uuid) => uuid.urn().to_string(),
                Err(_) => given,
            };
        }
        let derived = uuid::Uuid::new_v5(&NAMESPACE, format!("{title}\n{language}").as_bytes());
        let identifier = derived.urn().to_string();
        self.diagnostics.push(
            Diagnostic::new(
                Code::ConfigDerived,
                crate::source::Span::DETACHED,
                format!("the book's identifier was made of its title and language: `{identifier}`"),
            )
            .at_path("book.toml")
            .hint(format!(
                "keep it when the title changes: write `identifier = \"{identifier}\"` below `[book]`"
            )),
        );
        identifier
    }

    fn isbn(&mut self, key: &str) -> Option<String> {
        let given = self.text(key)?;
        let digits: String = given.chars().filter(char::is_ascii_alphanumeric).collect();
        if is_isbn(&digits) {
            return Some(given);
        }
        self.wrong(
            key,
            format!("`{given}` is no ISBN: its check digit is wrong or digits are missing"),
            "compare it with what the agency gave you",
        );
        None
    }

    fn address(&mut self, key: &str) -> Option<String> {
        let given = self.text(key)?;
        let scheme = ["https", "http"].into_iter().find(|scheme| given.starts_with(&format!("{scheme}://")));
        let Some(scheme) = scheme else {
            self.wrong(key, format!("`{given}` is no web address"), "begin it with `https://`");
            return None;
        };
        let escaped = escape(&given);
        if !given.contains(char::is_whitespace) && is_address(scheme, &escaped) {
            return Some(escaped);
        }
        let hint = "write it as it stands in a browser: `https://example.com/page`";
        self.wrong(key, format!("`{given}` is no web address"), hint);
        None
    }

    fn offer(&mut self) -> Option<Offer> {
        let offer = Offer {
            price: self.price("offer.price"),
            later: self.price("offer.later"),
            currency: Currency(self.currency()),
            url: self.address("offer.url"),
            until: self.until(),
        };
        let says =
            offer.price.is_some() || offer.later.is_some() || offer.url.is_some() || offer.until.is_some();
        says.then_some(offer)
    }

    fn price(&mut self, key: &str) -> Option<String> {
        let given = self.text(key)?;
        if given.starts_with(['-', '−']) {
            self.wrong(key, format!("`{given}` is no price"), "write a number, as `29`, or words: `free`");
            return None;
        }
        Some(given)
    }

    fn until(&mut self) -> Option<String> {
        let given = self.text("offer.until")?;
        if given.parse::<jiff::civil::Date>().is_err() {
            // Words may be meant, as the name of a feast.
            let message = format!("`{given}` is no date, and is shown as it is written");
            let mut finding = Diagnostic::new(Code::ConfigValue, self.config.span("offer.until"), message);
            finding.severity = Severity::Notice;
            self.diagnostics.push(finding.at_path("book.toml").hint("write a date as `2026-12-24`"));
        }
        Some(given)
    }

    fn currency(&mut self) -> String {
        let given = self.text("offer.currency").unwrap_or_else(|| "USD".to_owned());
        if given.len() == 3 && given.chars().all(|c| c.is_ascii_uppercase()) {
            return given;
        }
        self.wrong(
            "offer.currency",
            format!("`{given}` is no currency"),
            "write its three capital letters, as `EUR`",
        );
        "USD".to_owned()
    }

    fn settings(&mut self) -> Settings {
        Settings {
            smart_punctuation: self.config.switch("book.smart-punctuation").unwrap_or(true).into(),
            pdf: PdfSettings {
                paper: self.paper(),
                two_sided: self.config.switch("pdf.two-sided").unwrap_or(false).into(),
                standards: self.standards(),
                typst: self.text("pdf.typst"),
                orientation: self.orientation(),
            },
            html_url: self
                .address("html.url")
                .map(|url| if url.ends_with('/') { url } else { format!("{url}/") }),
            redirects: self.config.table(super::keys::REDIRECTS),
            hidelines: self.config.table(super::keys::HIDELINES),
            html_css: self.config.texts("html.css"),
            epub_css: self.config.texts("epub.css"),
            epub_fonts: self.config.switch("epub.fonts").unwrap_or(true).into(),
        }
    }

    fn paper(&mut self) -> Paper {
        let given = self.text("pdf.paper").unwrap_or_else(|| "a4".to_owned());
        parse_paper(&given).unwrap_or_else(|| {
            self.wrong(
                "pdf.paper",
                format!("`{given}` is no size of paper"),
                "write `a4`, `letter`, `6x9in`, `7x9.25in` or `170x240mm`",
            );
            Paper { name: "a4".to_owned(), width: 21_000, height: 29_700 }
        })
    }

    fn orientation(&mut self) -> Orientation {
        match self.text("pdf.orientation").as_deref() {
            None | Some("portrait") => Orientation::Portrait,
            Some("landscape") => Orientation::Landscape,
            Some(other) => {
                let message = format!("`{other}` is no orientation");
                self.wrong("pdf.orientation", message, "write `portrait` or `landscape`");
                Orientation::Portrait
            }
        }
    }

    fn standards(&mut self) -> Vec<PdfStandard> {
        let given = self.config.texts("pdf.standard");
        if given.is_empty() {
            return vec![PdfStandard::Ua1];
        }
        let mut standards = Vec::new();
        for name in given {
            let plain = name.to_ascii_lowercase().replace("pdf/", "").replace("pdf-", "").replace("pdf", "");
            match PdfStandard::ALL.into_iter().find(|standard| standard.name() == plain) {
                Some(standard) => standards.push(standard),
                None => {
                    let names: Vec<_> = PdfStandard::ALL.iter().map(|standard| standard.name()).collect();
                    self.wrong(
                        "pdf.standard",
                        format!("`{name}` is no standard"),
                        format!("write one of {}", names.join(", ")),
                    );
                }
            }
        }
        standards
    }
}

/// The identifier of a sample, made of its book's.
pub fn sample_identifier(identifier: &str) -> String {
    uuid::Uuid::new_v5(&NAMESPACE, format!("{identifier}\nsample").as_bytes()).urn().to_string()
}

/// Whether a text is a well-formed language tag (BCP 47, RFC 5646 §2.1), of a language with two or three letters.
fn is_language_tag(tag: &str) -> bool {
    let is_alphabetic = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
    let parts: Vec<String> = tag.split('-').map(str::to_ascii_lowercase).collect();
    let is_part =
        |part: &String| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let [language, rest @ ..] = parts.as_slice() else { return false };
    if !matches!(language.len(), 2 | 3) || !is_alphabetic(language) || !rest.iter().all(is_part) {
        return false;
    }
    let start = rest.iter().position(|part| part.len() == 1).unwrap_or(rest.len());
    let (mut own, extensions) = rest.split_at(start);
    let mut skip = |is_one: &dyn Fn(&str) -> bool| {
        let skipped = own.first().is_some_and(|part| is_one(part));
        own = &own[usize::from(skipped)..];
    };
    // A language within a language (`zh-yue`), a script, a region; what is left are variants.
    skip(&|part| part.len() == 3 && is_alphabetic(part));
    skip(&|part| part.len() == 4 && is_alphabetic(part));
    skip(&|part| match part.len() {
        2 => is_alphabetic(part),
        3 => part.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    });
    let is_variant =
        |part: &String| part.len() >= 5 || (part.len() == 4 && part.as_bytes()[0].is_ascii_digit());
    let is_first = |(at, part): (usize, &String)| is_variant(part) && !own[..at].contains(part);
    own.iter().enumerate().all(is_first) && are_extensions(extensions)
}

/// Whether all that follows the first part of one character is extensions, each with at least one part and none twice, and
/// perhaps what is private.
fn are_extensions(parts: &[String]) -> bool {
    let mut known = HashSet::new();
    let mut rest = parts;
    while let [singleton, tail @ ..] = rest {
        if singleton == "x" {
            return !tail.is_empty();
        }
        let end = tail.iter().position(|part| part.len() == 1).unwrap_or(tail.len());
        if end == 0 || !known.insert(singleton) {
            return false;
        }
        rest = &tail[end..];
    }
    true
}

/// Whether text in a language runs from right to left, by its script or else its primary tag.
pub fn is_right_to_left(language: &str) -> bool {
    let lower = language.to_ascii_lowercase();
    let mut parts = lower.split('-');
    let primary = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4) {
        Some(script) => matches!(script, "arab" | "hebr" | "thaa" | "syrc" | "nkoo" | "adlm"),
        None => matches!(primary, "ar" | "he" | "fa" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb"),
    }
}

/// ISO 2108: thirteen digits with weights 1 and 3, or ten with weights 10 to 1.
fn is_isbn(digits: &str) -> bool {
    let value = |c: char| if c == 'X' || c == 'x' { Some(10) } else { c.to_digit(10) };
    let Some(values) = digits.chars().map(value).collect::<Option<Vec<u32>>>() else { return false };
    match values.len() {
        13 => {
            let sum: u32 =
                values.iter().zip([1, 3].into_iter().cycle()).map(|(value, weight)| value * weight).sum();
            !values.contains(&10) && sum.is_multiple_of(10)
        }
        10 => {
            let sum: u32 = values.iter().zip((1..=10).rev()).map(|(value, weight)| value * weight).sum();
            !values[..9].contains(&10) && sum.is_multiple_of(11)
        }
        _ => false,
    }
}
