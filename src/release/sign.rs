//! The signature of an edition's checksums, as minisign makes and reads it.

use std::io::Cursor;

use minisign::{PublicKey, SecretKey, SecretKeyBox, SignatureBox};

use super::Error;

/// A secret key.
#[derive(Clone)]
pub struct Signing {
    /// The text of its file.
    pub key: String,
    /// What it is locked with, where it is.
    pub password: Option<String>,
}

impl std::fmt::Debug for Signing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signing(a secret key)")
    }
}

/// A signature, and the key that it is checked with.
pub(super) struct Signed {
    /// The text of the signature's file.
    pub(super) signature: String,
    /// The public key in base 64, as minisign's `-P` takes it.
    pub(super) public: String,
}

impl Signing {
    /// Signs bytes. The comment is part of what is signed.
    pub(super) fn sign(&self, bytes: &[u8], comment: &str) -> Result<Signed, Error> {
        let secret = self.secret()?;
        let public = PublicKey::from_secret_key(&secret).map_err(|error| wrong(&error))?;
        let untrusted = Some("signature of an edition's checksums");
        let signature = minisign::sign(Some(&public), &secret, Cursor::new(bytes), Some(comment), untrusted);
        let signature = signature.map_err(|error| wrong(&error))?.into_string();
        Ok(Signed { signature, public: public.to_base64() })
    }

    fn secret(&self) -> Result<SecretKey, Error> {
        let boxed = || SecretKeyBox::from_string(&self.key).map_err(|error| wrong(&error));
        match &self.password {
            Some(password) => boxed()?.into_secret_key(Some(password.clone())).map_err(|_| {
                Error::Sign("the key that RECTO_MINISIGN_KEY names can't be opened with RECTO_MINISIGN_PASSWORD".to_owned())
            }),
            None => boxed()?.into_unencrypted_secret_key().map_err(|_| {
                Error::Sign(
                    "the key that RECTO_MINISIGN_KEY names is locked, or is none: set RECTO_MINISIGN_PASSWORD, or name a key that `minisign -G -W` made"
                        .to_owned(),
                )
            }),
        }
    }
}

/// Checks a signature; gives its trusted comment.
///
/// # Errors
/// A sentence for what is no signature of these bytes with that key.
pub(super) fn verify(public: &str, signature: &str, bytes: &[u8]) -> Result<String, String> {
    let read = || -> minisign::Result<String> {
        let public = PublicKey::from_base64(public)?;
        let signature = SignatureBox::from_string(signature)?;
        minisign::verify(&public, &signature, Cursor::new(bytes), true, false, false)?;
        signature.trusted_comment()
    };
    read().map_err(|error| format!("the signature does not hold: {error}"))
}

fn wrong(error: &minisign::PError) -> Error {
    Error::Sign(format!("the checksums can't be signed: {error}"))
}
