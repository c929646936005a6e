//! Faults planted in pages, drawings and style sheets: each is seen, and what is fine beside it is not.

use super::markup::faults;

#[test]
fn whatever_runs_or_asks_is_seen() {
    let files = ["a.html", "images/a.png", "recto.js"];
    let found = |path: &str, text: &str| faults(path, text.as_bytes(), &files);
    for html in [
        "<script>alert(1)</script>",
        "<script src=\"other.js\"></script>",
        "<script src=\"recto.js\">alert(1)</script>",
        "<svg><script>alert(1)</script></svg>",
        "<template><script>alert(1)</script></template>",
        "<p onclick=\"x\">",
        "<p OnClick=x>",
        "<svg onload=x>",
        "<a href=\"javascript:x\">",
        "<a href=\" JavaScript:x\">",
        "<a href=\"java\nscript:x\">",
        "<a href=\"data:text/html,x\">",
        "<a href=\"../secret.html\">",
        "<a href=\"/etc/passwd\">",
        "<a href=\"\\\\host\\x\">",
        "<a href=\"b.html\">",
        "<a href=\"//example.com\">",
        "<a href=\"file:///etc\">",
        "<a ping=\"https://example.com\">",
        "<img src=\"https://example.com/x.png\">",
        "<img src=\"//example.com/x.png\">",
        "<img src=\"data:text/html,x\">",
        "<img src=\"images/b.png\">",
        "<img srcset=\"images/a.png 1x, https://example.com/x.png 2x\">",
        "<link rel=\"stylesheet\" href=\"https://example.com/x.css\">",
        "<link rel=\"prefetch\" href=\"//example.com\">",
        "<base href=\"https://example.com\">",
        "<meta http-equiv=\"refresh\" content=\"0\">",
        "<iframe srcdoc=\"x\"></iframe>",
        "<object data=\"x\"></object>",
        "<form action=\"https://example.com\"></form>",
        "<button formaction=\"javascript:x\">x</button>",
        "<video poster=\"x\"></video>",
        "<table background=\"https://example.com\"></table>",
        "<blockquote cite=\"javascript:x\"></blockquote>",
        "<p style=\"background:url(https://example.com)\">",
        "<p style=\"background:u\\72 l(https://example.com)\">",
        "<style>@import 'x.css';</style>",
        "<style>p { background: url(images/b.png) }</style>",
        "<!--[if IE]><script>x</script><![endif]-->",
        "<math><mi xlink:href=\"javascript:x\">x</mi></math>",
        "<svg><image href=\"https://example.com/x.png\"/></svg>",
        "<svg><use xlink:href=\"https://example.com/x.svg#a\"/></svg>",
    ] {
        assert!(!found("a.html", html).is_empty(), "{html}");
    }
    for html in [
        "<script src=\"recto.js\" defer></script>",
        "<a href=\"https://example.com/\">x</a> <a href=\"a.html#x\">x</a> <a href=\"#x\">x</a> <a href=\"mailto:a@b\">x</a>",
        "<img src=\"images/a.png\" srcset=\"images/a.png 2x\" alt=\"javascript:x\">",
        "<p title=\"javascript:x\">javascript:x &lt;script&gt;</p><!-- x -->",
        "<link rel=\"canonical\" href=\"https://example.com/\">",
        "<p style=\"background:url(images/a.png)\">",
    ] {
        assert_eq!(found("a.html", html), Vec::<String>::new(), "{html}");
    }
}

#[test]
fn whatever_drawings_and_packages_ask_for_is_seen() {
    let files = ["OEBPS/a.xhtml", "OEBPS/images/a.png", "OEBPS/content.opf"];
    let found = |path: &str, text: &str| faults(path, text.as_bytes(), &files);
    for inner in [
        "<script/>",
        "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\"/>",
        "<rect onclick=\"x\"/>",
        "<image href=\"https://example.com/x.png\"/>",
        "<image href=\"../../secret.png\"/>",
        "<image href=\"data:image/svg+xml;base64,PHN2Zz48c2NyaXB0Lz48L3N2Zz4=\"/>",
        "<image href=\"data:text/html;base64,AA==\"/>",
        "<use x:href=\"https://example.com/x.svg#a\" xmlns:x=\"http://www.w3.org/1999/xlink\"/>",
        "<rect fill=\"url(https://example.com/x.svg#a)\"/>",
        "<rect style=\"fill:url('//example.com/x.svg#a')\"/>",
        "<foreignObject/>",
        "<animate attributeName=\"href\" values=\"javascript:x\"/>",
        "<feImage href=\"#a\"/>",
        "<g xml:base=\"https://example.com/\"/>",
        "<style>@import url(x.css)</style>",
        "<item properties=\"scripted\"/>",
        "<item href=\"../../x.xhtml\"/>",
        "<a href=\"javascript:x\"/>",
        "<?xml-stylesheet href=\"x.css\"?>",
        "</other>",
    ] {
        assert!(!found("OEBPS/a.svg", &format!("<svg>{inner}</svg>")).is_empty(), "{inner}");
    }
    for declaration in [
        "<!DOCTYPE svg [<!ENTITY a \"b\">]>",
        "<!DOCTYPE svg SYSTEM \"x.dtd\">",
        "<!DOCTYPE svg PUBLIC \"x\" \"https://example.com/x.dtd\">",
    ] {
        assert!(!found("OEBPS/a.svg", &format!("{declaration}<svg/>")).is_empty(), "{declaration}");
    }
    for svg in [
        "<svg><image href=\"data:image/png;base64,AA==\"/><rect fill=\"url(#a)\" filter=\"url(#b)\"/><use href=\"#a\"/></svg>",
        "<!DOCTYPE html><html><a href=\"https://example.com\">SYSTEM</a><img src=\"images/a.png\"/></html>",
        "<svg><image href=\"data:image/svg+xml;base64,PHN2Zy8+\"/></svg>",
    ] {
        assert_eq!(found("OEBPS/a.svg", svg), Vec::<String>::new(), "{svg}");
    }
    assert_eq!(found("META-INF/container.xml", "<x full-path=\"OEBPS/content.opf\"/>"), Vec::<String>::new());
}

#[test]
fn whatever_style_sheets_ask_for_is_seen() {
    let found = |css: &str| faults("style.css", css.as_bytes(), &["fonts/A.woff2"]);
    for css in [
        "@import 'x.css';",
        "@\\69 mport 'x.css';",
        "@imp/**/ort 'x'; p { background: url(x.png) }",
        "p { background: URL(\"https://example.com\") }",
        "p { background: u\\000072l(//example.com) }",
        "p { background: image-set('x.png' 1x) }",
        "p { background: url(data:text/html,x) }",
        "@charset \"iso-2022-jp\";",
        "p { background: u\u{1b}rl(x) }",
    ] {
        assert!(!found(css).is_empty(), "{css}");
    }
    assert_eq!(
        found(
            "@font-face { src: url(\"fonts/A.woff2\") } p { fill: url(#a); background: url(data:image/png;base64,AA==) }"
        ),
        Vec::<String>::new()
    );
    assert!(!faults("x.js", b"alert(1)", &[]).is_empty() && !faults("recto.js", b"alert(1)", &[]).is_empty());
}
