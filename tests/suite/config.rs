//! `book.toml` and `--set`.

use recto::config::{Overrides, is_right_to_left, parse_paper};
use recto::diag::{Code, Diagnostic, Diagnostics};
use recto::load::{Manuscript, from_memory};
use recto::model::{PdfStandard, Toggle};
use recto::source::Sources;

const COMPLETE: &str = "[book]\ntitle = 'T'\nlanguage = 'en'\nidentifier = 'urn:x:1'\n";

fn load(toml: &str, set: &[&str]) -> (Manuscript, Vec<Diagnostic>, Sources) {
    let sources = Sources::default();
    let mut diagnostics = Diagnostics::new();
    let set: Vec<String> = set.iter().map(|&argument| argument.to_owned()).collect();
    let overrides = Overrides::parse(&set).expect("the overrides are well formed");
    let files = [("book.toml", toml), ("SUMMARY.md", "- [One](one.md)\n"), ("one.md", "# One\n\nText.\n")];
    let files = files.map(|(path, text)| (path, text.as_bytes()));
    let manuscript = from_memory(files, &overrides, &sources, &mut diagnostics);
    let findings = diagnostics.sorted(&sources);
    (manuscript, findings, sources)
}

fn codes(findings: &[Diagnostic]) -> Vec<Code> {
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn an_unknown_key_is_an_error_at_its_line_with_the_nearest() {
    let (_, findings, sources) = load(&format!("{COMPLETE}autors = ['A']\n"), &[]);
    assert_eq!(codes(&findings), [Code::ConfigUnknownKey]);
    let (path, position) = sources.locate(findings[0].span).expect("it has a place");
    assert_eq!((path.as_str(), position.line, position.column), ("book.toml", 5, 1));
    assert_eq!(findings[0].hints, ["did you mean `book.authors`?"]);
}

#[test]
fn a_table_that_does_not_exist_is_an_error() {
    let (_, findings, _) = load(&format!("{COMPLETE}[ofer]\nprice = 20\n"), &[]);
    assert_eq!(codes(&findings), [Code::ConfigUnknownKey]);
}

#[test]
fn what_is_not_toml_is_an_error_at_its_line() {
    let (_, findings, sources) = load(&format!("{COMPLETE}subtitle = \n"), &[]);
    assert_eq!(findings[0].code, Code::ConfigSyntax);
    assert_eq!(sources.locate(findings[0].span).expect("it has a place").1.line, 5);
}

#[test]
fn the_keys_of_mdbook_are_named_in_one_notice() {
    let toml = format!(
        "{COMPLETE}multilingual = false\n[build]\nbuild-dir = 'b'\n[rust]\nedition = '2024'\n[output.html]\ntheme = 't'\n[preprocessor.x]\n"
    );
    let (_, findings, _) = load(&toml, &[]);
    assert_eq!(codes(&findings), [Code::ConfigIgnored]);
    for name in ["book.multilingual", "build", "rust", "output.html.theme", "preprocessor"] {
        assert!(findings[0].message.contains(&format!("`{name}`")), "{}", findings[0].message);
    }
}

#[test]
fn every_key_of_a_published_book_is_read() {
    let toml = "[book]\ntitle = 'T'\nsubtitle = 'S'\nauthors = ['A', 'B']\nlanguage = 'de'\nslug = 'the-t'\n\
        identifier = '978-0-306-40615-7'\npublisher = 'P'\nrights = 'R'\nsubjects = ['x', 'y']\ncover = 'c.png'\n\
        repository = 'https://example.org/r'\nsmart-punctuation = false\nseries = { name = 'N', position = 2.5 }\n\
        isbn.epub = '0-306-40615-2'\n[edition]\nearly-access = true\n[offer]\nprice = 20\nlater = 29.5\n\
        currency = 'EUR'\nurl = 'https://example.org/shop'\nuntil = 2027-01-31\n[pdf]\npaper = '7x9.25in'\n\
        two-sided = true\nstandard = ['A-2a', 'UA-1']\n[html]\nurl = 'https://example.org/t'\ncss = 'a.css'\n\
        [epub]\nfonts = false\n";
    let (book, findings, _) = load(toml, &[]);
    assert_eq!(codes(&findings), []);
    let meta = &book.meta;
    assert_eq!(meta.authors, ["A", "B"]);
    assert_eq!(meta.identifier, "urn:isbn:9780306406157");
    assert_eq!(meta.isbn.epub.as_deref(), Some("0-306-40615-2"));
    let series = meta.series.as_ref().expect("a series");
    assert_eq!((series.name.as_str(), series.position.as_deref()), ("N", Some("2.5")));
    let offer = meta.offer.as_ref().expect("an offer");
    assert_eq!((offer.price.as_deref(), offer.later.as_deref()), (Some("20"), Some("29.5")));
    assert_eq!((offer.currency.0.as_str(), offer.until.as_deref()), ("EUR", Some("2027-01-31")));
    assert!(meta.edition.early_access);
    assert_eq!(meta.slug.as_str(), "the-t");
    let settings = &book.settings;
    assert_eq!((settings.pdf.paper.width, settings.pdf.paper.height), (17_780, 23_495));
    assert_eq!(settings.pdf.standards, [PdfStandard::A2a, PdfStandard::Ua1]);
    assert_eq!(settings.html_url.as_deref(), Some("https://example.org/t/"));
    assert_eq!(settings.html_css, ["a.css"]);
    assert_eq!((settings.epub_fonts, settings.smart_punctuation), (Toggle::Off, Toggle::Off));
}

#[test]
fn values_out_of_range_are_errors_at_the_value() {
    for (line, column) in [
        ("slug = 'Not A Slug'", 8),
        ("isbn.pdf = '978-0-306-40615-8'", 12),
        ("title2 = 1", 1),
        ("repository = 'nowhere'", 14),
        ("smart-punctuation = 'yes'", 21),
        ("description = 3", 15),
        ("subjects = ['A', 3]", 12),
    ] {
        let (_, findings, sources) = load(&format!("{COMPLETE}{line}\n"), &[]);
        assert_eq!(findings.len(), 1, "{line}: {findings:?}");
        let (_, position) = sources.locate(findings[0].span).expect("it has a place");
        assert_eq!((position.line, position.column), (5, column), "{line}");
        assert!(!findings[0].hints.is_empty(), "{line}");
    }
    for table in [
        "[pdf]\npaper = 'a44'",
        "[pdf]\nstandard = 'x'",
        "[offer]\ncurrency = 'euro'",
        "[offer]\nprice = -3",
        "[offer]\nlater = '-3 EUR'",
        "[offer]\nuntil = 'yesterday'",
    ] {
        let (_, findings, _) = load(&format!("{COMPLETE}{table}\n"), &[]);
        assert_eq!(codes(&findings), [Code::ConfigValue], "{table}");
    }
    let (book, findings, _) = load("[book]\ntitle = 'T'\nidentifier = 'x'\nlanguage = 'deutsch!'\n", &[]);
    assert_eq!((codes(&findings), book.meta.language.as_str()), (vec![Code::ConfigValue], "en"));
}

#[test]
fn parts_of_a_series_have_types_too() {
    let (_, findings, sources) =
        load(&format!("{COMPLETE}series = {{ name = ['x'], position = [1] }}\n"), &[]);
    assert_eq!(codes(&findings), [Code::ConfigValue; 2]);
    let columns = findings.iter().map(|finding| sources.locate(finding.span).expect("a place").1.column);
    assert_eq!(columns.collect::<Vec<_>>(), [19, 37]);
    assert!(findings[1].message.starts_with("`book.series.position` can't be"), "{}", findings[1].message);
}

#[test]
fn an_address_is_one_that_readers_can_follow() {
    for (key, table) in [("repository", ""), ("url", "[offer]\n"), ("url", "[html]\n")] {
        for wrong in [
            "https://example.com/a b",
            "https://",
            "https://exa mple.com/",
            "https://{host}/",
            "ftp://example.com/",
        ] {
            let (_, findings, _) = load(&format!("{COMPLETE}{table}{key} = '{wrong}'\n"), &[]);
            assert_eq!(codes(&findings), [Code::ConfigValue], "{table}{key} = {wrong}");
        }
    }
    let (book, findings, _) = load(&format!("{COMPLETE}repository = 'https://example.com/ä?q=<x>'\n"), &[]);
    assert_eq!(codes(&findings), []);
    assert_eq!(book.meta.repository.as_deref(), Some("https://example.com/%C3%A4?q=%3Cx%3E"));
}

#[test]
fn a_language_is_a_well_formed_tag() {
    let codes = |tag: &str| {
        let (_, findings, _) =
            load(&format!("[book]\ntitle = 'T'\nidentifier = 'urn:x:1'\nlanguage = '{tag}'\n"), &[]);
        codes(&findings).into_iter().filter(|&code| code == Code::ConfigValue).count()
    };
    for tag in [
        "en",
        "pt-BR",
        "pt_BR",
        "zh-Hans",
        "zh-Hant-TW",
        "es-419",
        "zh-yue",
        "de-1996",
        "sl-rozaj-biske",
        "de-CH-1901",
        "en-u-co-phonebk",
        "en-a-bbb-x-a",
        "en-x-own",
    ] {
        assert_eq!(codes(tag), 0, "{tag}");
    }
    for tag in [
        "e",
        "en-a",
        "xx-1",
        "en-x",
        "en-",
        "en--GB",
        "en-12",
        "en-abcd1234x",
        "de-abcd-abcd",
        "en-u-co-u-ca",
        "de-1996-1996",
        "en-GB-US",
        "en-üb",
        "english",
    ] {
        assert_eq!(codes(tag), 1, "{tag}");
    }
}

#[test]
fn what_is_empty_in_a_list_is_left_out() {
    let toml = format!("{COMPLETE}authors = ['', ' A ', '  ']\nsubjects = ['', 'x']\n");
    let (book, findings, _) = load(&toml, &[]);
    assert_eq!(codes(&findings), []);
    assert_eq!((book.meta.authors, book.meta.subjects), (vec!["A".to_owned()], vec!["x".to_owned()]));
}

#[test]
fn set_is_split_at_the_first_equals_and_beats_the_file() {
    let set = ["book.title=a=b", "book.authors=['X', 'Y']", "edition.early-access=true", "offer.price=20"];
    let (book, _, _) = load(COMPLETE, &set);
    assert_eq!(book.meta.title, "a=b");
    assert_eq!(book.meta.authors, ["X", "Y"]);
    assert!(book.meta.edition.early_access);
    let (book, _, _) = load(COMPLETE, &["book.title=\"Quoted\"", "book.authors=Jane Doe"]);
    assert_eq!((book.meta.title.as_str(), book.meta.authors), ("Quoted", vec!["Jane Doe".to_owned()]));
    let (book, _, _) = load(COMPLETE, &["output.html.git-repository-url=https://example.org/x"]);
    assert_eq!(book.meta.repository.as_deref(), Some("https://example.org/x"));
    let (book, _, _) = load(COMPLETE, &["book.title=true"]);
    assert_eq!(book.meta.title, "true");
}

#[test]
fn set_refuses_what_it_does_not_know() {
    let error = |argument: &str| Overrides::parse(&[argument.to_owned()]).expect_err("it is refused");
    assert!(error("book.titel=x").contains("`book.title`"));
    assert!(error("book.title").contains("no `=`"));
    assert!(error("output.html.foo=1").contains("has no meaning here"));
    assert!(error("edition.early-access=perhaps").contains("`true` or `false`"));
}

#[test]
fn the_identifier_is_derived_of_title_and_language() {
    let identifier = |toml: &str| {
        let (book, findings, _) = load(toml, &[]);
        assert_eq!(codes(&findings), [Code::ConfigDerived]);
        book.meta.identifier
    };
    let one = identifier("[book]\ntitle = 'T'\nlanguage = 'en'\n");
    assert!(one.starts_with("urn:uuid:"));
    assert_eq!(one, identifier("[book]\ntitle = 'T'\nlanguage = 'en'\nauthors = ['later']\n"));
    assert_ne!(one, identifier("[book]\ntitle = 'T'\nlanguage = 'de'\n"));
}

#[test]
fn paper_and_direction() {
    let size = |text: &str| parse_paper(text).map(|paper| (paper.width, paper.height));
    assert_eq!(size("A5"), Some((14_800, 21_000)));
    assert_eq!(size("170x240mm"), Some((17_000, 24_000)));
    assert_eq!(size("6x9in"), Some((15_240, 22_860)));
    assert_eq!((size("6x9"), size("0x9in"), size("6x900in")), (None, None, None));
    assert!(is_right_to_left("ar-EG") && is_right_to_left("az-Arab"));
    assert!(!is_right_to_left("en") && !is_right_to_left("he-Latn"));
}
