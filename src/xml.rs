//! What XML and HTML escape alike.

/// Text escaped for XML and HTML, in content and in attributes; what neither may hold becomes U+FFFD.
pub fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_allowed(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    out
}

/// Text without what XML and HTML may not hold, not yet escaped.
pub fn clean(words: &str) -> String {
    words.chars().map(|c| if is_allowed(c) { c } else { '\u{fffd}' }).collect()
}

/// What XML may hold (XML 1.0 §2.2), less what HTML calls a control or a noncharacter.
pub fn is_allowed(c: char) -> bool {
    let is_noncharacter = (u32::from(c) & 0xfffe) == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    c == '\t' || c == '\n' || !(c.is_control() || is_noncharacter)
}
