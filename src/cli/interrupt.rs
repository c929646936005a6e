//! What an interrupt ends besides this program: Typst's, which a signal to this one alone does not reach.

/// Takes care of interrupts from here on.
#[cfg(unix)]
pub(super) fn watch() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    // Without it a signal still ends this program.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let _stopped = crate::pipeline::stop_engine();
            // As the signal would have ended it: a shell sees 130 or 143, and its loop over many books ends too.
            drop(emulate_default_handler(signal));
        }
    });
}

/// On Windows an interrupt from the terminal reaches every program that runs in it.
#[cfg(not(unix))]
pub(super) fn watch() {}
