//! Why a server was not reached, and what to do.

use std::error::Error;
use std::io;

use rustls::{CertificateError, InvalidMessage};

/// What became of a request without a whole answer, in words without an address.
pub(super) fn unreached(error: reqwest::Error) -> String {
    let error = error.without_url();
    if let Some(why) = told_apart(&error) {
        return why;
    }
    let innermost = chain(&error).last();
    innermost.map_or_else(|| error.to_string(), |innermost| format!("{error}: {innermost}"))
}

/// An error and what is behind it.
fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| behind(*error))
}

fn behind<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        // The source of an io::Error is not what it holds, but the source of that.
        Some(held) => Some(held),
        None => error.source(),
    }
}

fn told_apart(error: &reqwest::Error) -> Option<String> {
    if let Some(tls) = chain(error).find_map(|error| error.downcast_ref::<rustls::Error>()) {
        return Some(of_tls(tls));
    }
    let texts: Vec<String> = chain(error).map(ToString::to_string).collect();
    let says = |words: &[&str]| texts.iter().any(|text| words.iter().any(|word| text.contains(word)));
    let kinds = || chain(error).filter_map(|error| error.downcast_ref::<io::Error>()).map(io::Error::kind);
    let broken_off = [io::ErrorKind::ConnectionReset, io::ErrorKind::UnexpectedEof, io::ErrorKind::BrokenPipe];
    let why = if says(&["invalid HTTP", "invalid header", "message head is too large"]) {
        "what answers speaks no HTTP, or none that can be read: is the port right?"
    } else if !error.is_connect() {
        return None;
    } else if says(&["tunnel", "proxy", "socks"]) {
        "the proxy did not let it through; HTTPS_PROXY, ALL_PROXY and NO_PROXY say which one is asked"
    } else if says(&["dns error"]) {
        "its name is not known (DNS): is the base URL spelled right?"
    } else if error.is_timeout() {
        "no connection within 5 s: is the base URL right, and no firewall between?"
    } else if kinds().any(|kind| kind == io::ErrorKind::ConnectionRefused) {
        "the connection was refused: is the port right, and the server up?"
    } else if kinds().any(|kind| broken_off.contains(&kind)) {
        "the connection was broken off while it was made: is the port right?"
    } else {
        return None;
    };
    Some(why.to_owned())
}

fn of_tls(error: &rustls::Error) -> String {
    let clock = "or this machine's clock is wrong";
    match error {
        rustls::Error::InvalidCertificate(error) => match error {
            CertificateError::UnknownIssuer => {
                "its certificate is self-signed, or of an issuer that this machine does not trust\n  give the issuer's \
                 certificate: --ca-file FILE"
                    .to_owned()
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "its certificate is for another host: is the base URL right?".to_owned()
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                format!("its certificate has expired, {clock}")
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                format!("its certificate is not valid yet, {clock}")
            }
            CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
                "the certificate it shows is that of an authority, which no server may use\n  make it one with \
                 basicConstraints CA:FALSE, or sign one with it"
                    .to_owned()
            }
            error => format!("its certificate is not taken: {error}"),
        },
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            "what answers speaks no TLS: is the port right, or is it http?".to_owned()
        }
        error => format!("TLS could not be agreed on: {error}"),
    }
}
