//! Addresses outside the book: what they say, and how they are written.

/// An address with what a URL may not hold percent-encoded (RFC 3986 §2).
pub fn escape(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    let bytes = address.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let is_escape = byte == b'%'
            && bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let is_fine = byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte) || is_escape;
        if is_fine {
            escaped.push(char::from(byte));
        } else if byte >= b' ' {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    // Only an authority may hold brackets, and none of ours is an IPv6 address; a fragment holds no other's mark.
    let escaped = escaped.replace('[', "%5B").replace(']', "%5D");
    match escaped.split_once('#') {
        Some((address, fragment)) => format!("{address}#{}", fragment.replace('#', "%23")),
        None => escaped,
    }
}

/// Whether an escaped address says where to go: one of the web has a host, which readers look up.
pub fn is_address(scheme: &str, address: &str) -> bool {
    let Some((start, rest)) = address.split_once(':') else { return false };
    if !start.eq_ignore_ascii_case(scheme) {
        return false;
    }
    if !matches!(scheme, "http" | "https" | "ftp") {
        return !rest.is_empty();
    }
    let Some(rest) = rest.strip_prefix("//") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    let is_port = port.is_empty() || port.parse::<u16>().is_ok();
    // Letters beyond ASCII are escaped, and the first digit of each such byte is 8 or more.
    let is_escape = |part: &str| part.get(..2).is_some_and(|hex| hex.as_bytes()[0] >= b'8');
    let is_plain = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let is_label = |label: &str| {
        let mut parts = label.split('%');
        let first = parts.next().unwrap_or_default();
        !label.is_empty() && is_plain(first) && parts.all(|part| is_escape(part) && is_plain(part))
    };
    is_port && host.strip_suffix('.').unwrap_or(host).split('.').all(is_label)
}
