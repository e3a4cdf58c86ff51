//! Being told to stop: the first time in good order, the second time at once.

use tokio_util::sync::CancellationToken;

use crate::screen;

/// The exit code of a stop that could not be waited for.
const AT_ONCE: i32 = 1;

/// A token that is cancelled at the first SIGINT or SIGTERM. At the second the program ends.
pub(crate) fn shutdown() -> std::io::Result<CancellationToken> {
    let token = CancellationToken::new();
    let heard = token.clone();
    let mut signals = Signals::listen()?;
    tokio::spawn(async move {
        signals.next().await;
        screen::note("stopping; once more to stop at once");
        heard.cancel();
        signals.next().await;
        std::process::exit(AT_ONCE);
    });
    Ok(token)
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => (),
            _ = self.terminate.recv() => (),
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "it may fail elsewhere")]
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            // Signals cannot be heard at all; the program ends when its work does.
            std::future::pending::<()>().await;
        }
    }
}
