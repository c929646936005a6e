//! Pictures from other sites, brought into the manuscript once and pinned by their hash.
//!
//! The only module that reads from the network, and only when the author asks for it by `recto fetch`. What it brings is committed
//! with the manuscript, so that every later build is the same and needs no network.
#![expect(clippy::disallowed_methods, reason = "what is fetched is written into the manuscript")]

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::Manuscript;
use crate::load::remote::{Fetched, Pinned, RECORD, State, UNPIN};
use crate::model::Slug;
use crate::pipeline::{Progress, RemoteImage};
use crate::resolve::images::PictureType;

/// No picture is larger: 32 MiB.
const LARGEST: u64 = 32 << 20;
/// No picture takes longer to come.
const LONGEST: Duration = Duration::from_secs(60);

/// What was brought could not be kept.
#[derive(Debug)]
pub struct FetchError {
    path: String,
    why: String,
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` can't be written: {}", self.path, self.why)
    }
}

impl std::error::Error for FetchError {}

/// Brings every picture that is not there yet; gives the paths of those that came. One that can't be had is a finding at the line
/// that asks for it, and the others come all the same. What was pinned stays as it is until the author takes its pin out.
///
/// # Errors
/// When the manuscript's folder can't be written.
pub fn fetch(
    manuscript: &Manuscript,
    images: &[RemoteImage],
    progress: &dyn Progress,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<String>, FetchError> {
    let Some(root) = manuscript.store.root() else { return Ok(Vec::new()) };
    // A record that can't be read would be lost with all its pins.
    let Some(mut record) = Fetched::record(manuscript, diagnostics) else { return Ok(Vec::new()) };
    let mut paths = Vec::new();
    let agent = agent();
    for image in images {
        let pinned = record.image.get(&image.address);
        let state = pinned.map(|pinned| pinned.state(manuscript));
        if state == Some(State::Same) {
            continue;
        }
        progress.stage(&format!("Fetching {}", image.address));
        match bring(&agent, image, pinned.zip(state)) {
            Ok((new, bytes)) => {
                write(root, &new.path, &bytes)?;
                paths.push(new.path.clone());
                record.image.insert(image.address.clone(), new);
            }
            Err(finding) => diagnostics.push(finding),
        }
    }
    if !paths.is_empty() {
        write(root, RECORD, text(&record.image).as_bytes())?;
    }
    Ok(paths)
}

/// A picture and its pin, which is that of before where there was one.
fn bring(
    agent: &ureq::Agent,
    image: &RemoteImage,
    before: Option<(&Pinned, State)>,
) -> Result<(Pinned, Vec<u8>), Diagnostic> {
    let address = &image.address;
    let wrong =
        |message: String, hint: &str| Err(Diagnostic::new(Code::FetchFailed, image.span, message).hint(hint));
    if let Some((pinned, State::Changed)) = before {
        return wrong(pinned.changed(address), UNPIN);
    }
    let (kind, bytes) = match get(agent, address) {
        Ok(got) => got,
        Err(why) => {
            let message = format!("`{address}` can't be fetched: {why}");
            return wrong(message, "look at it in a browser, or save the picture into the manuscript");
        }
    };
    let new = pin(address, kind, &bytes);
    match before {
        Some((pinned, _)) if pinned.blake3 != new.blake3 => {
            let message = format!("`{address}` is another picture than that which was pinned");
            wrong(message, UNPIN)
        }
        Some(_) | None => Ok((new, bytes)),
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(LONGEST))
        .max_redirects(5)
        .user_agent(concat!("recto/", env!("CARGO_PKG_VERSION")))
        .build()
        .into()
}

fn get(agent: &ureq::Agent, address: &str) -> Result<(PictureType, Vec<u8>), String> {
    let mut response = agent.get(address).call().map_err(|error| error.to_string())?;
    let body = response.body_mut().with_config().limit(LARGEST);
    let bytes = body.read_to_vec().map_err(|error| error.to_string())?;
    let kind = PictureType::sniff(&bytes).ok_or("it is neither PNG, JPEG, GIF, WebP nor SVG")?;
    Ok((kind, bytes))
}

/// Where it is kept, by its own name and a part of its address's hash.
fn pin(address: &str, kind: PictureType, bytes: &[u8]) -> Pinned {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let stem = Slug::of(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let hash = blake3::hash(address.as_bytes()).to_hex();
    Pinned {
        path: format!("remote/{stem}-{}.{}", &hash[..8], kind.extension()),
        blake3: blake3::hash(bytes).to_hex().to_string(),
    }
}

fn text(images: &BTreeMap<String, Pinned>) -> String {
    let record = Fetched { image: images.clone() };
    let body = toml::to_string(&record).expect("addresses, paths and hashes are TOML");
    format!("# Written by `recto fetch`: commit it with the pictures beside it.\n\n{body}")
}

/// Writes a file whole or not at all.
fn write(root: &Path, path: &str, bytes: &[u8]) -> Result<(), FetchError> {
    let wrong = |error: std::io::Error| FetchError { path: path.to_owned(), why: error.to_string() };
    let place = root.join(path);
    let folder = place.parent().expect("a path below the manuscript's folder has a parent");
    fs::create_dir_all(folder).map_err(wrong)?;
    // A link in the place of the folder would lead out of the manuscript.
    let is_inside = folder.canonicalize().is_ok_and(|folder| folder.starts_with(root));
    if !is_inside {
        return Err(FetchError {
            path: path.to_owned(),
            why: "its folder leads out of the manuscript".to_owned(),
        });
    }
    let mut file = new_file().tempfile_in(folder).map_err(wrong)?;
    file.write_all(bytes).map_err(wrong)?;
    file.persist(&place).map_err(|error| wrong(error.error))?;
    Ok(())
}

/// A file that will be the author's: with the mode that files have, while a temporary one is its maker's only.
#[cfg(unix)]
fn new_file() -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    // The system takes off what the user's mask says.
    builder.permissions(fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn new_file() -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}
