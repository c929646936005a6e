//! The fuzzer: libFuzzer around the target that `FUZZ_TARGET` names. See `run`.
#![no_main]
#![expect(
    clippy::disallowed_methods,
    reason = "the fuzzer is told its target by the environment, and writes what it found"
)]

#[path = "../suite/holds.rs"]
mod holds;
#[path = "../suite/support.rs"]
#[expect(dead_code, reason = "the suite asks for more")]
mod support;
mod targets;

use std::env;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();

fuzz_target!(
    init: {
        let asked = env::var("FUZZ_TARGET").expect("FUZZ_TARGET names the target");
        let target = targets::TARGETS.iter().find(|(name, _)| *name == asked).expect("targets.rs has the target");
        TARGET.get_or_init(|| target.1);
    },
    |data: &[u8]| TARGET.get().expect("it was set at the start")(data)
);
