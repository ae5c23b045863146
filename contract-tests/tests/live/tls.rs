//! Servers with certificates, right ones and ones that are wrong in one way.

use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use sandbox::Sandbox;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::observed::Observed;
use crate::process::{Said, command, said};

const TOKEN: &str = "canary-token-of-the-account-77";

/// An authority of the tests.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// Puts TLS with a certificate of its own before a server, whose base URL this gives.
    fn before(&self, upstream: &str, names: &[&str], edit: impl FnOnce(&mut CertificateParams)) -> String {
        let mut params =
            CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).unwrap();
        edit(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        front(upstream, certificate.der().clone(), &key)
    }

    fn file(&self, folder: &Path) -> PathBuf {
        let file = folder.join("ca.pem");
        std::fs::write(&file, &self.pem).unwrap();
        file
    }
}

/// Ends TLS before a server, and passes on what is in it.
fn front(upstream: &str, certificate: CertificateDer<'static>, key: &KeyPair) -> String {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    let upstream = upstream.strip_prefix("http://").unwrap().to_owned();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let acceptor = TlsAcceptor::from(Arc::new(config));
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, upstream) = (acceptor.clone(), upstream.clone());
                tokio::spawn(async move {
                    let (Ok(mut inside), Ok(mut server)) =
                        (acceptor.accept(stream).await, TcpStream::connect(upstream).await)
                    else {
                        return;
                    };
                    let _ = tokio::io::copy_bidirectional(&mut inside, &mut server).await;
                });
            }
        });
    });
    base_url
}

fn run(base_url: &str, token: &str, ca_file: Option<&Path>, state: &Path, more: &[&str]) -> Said {
    let mut words = vec!["verify", "--target", "live", "--base-url", base_url];
    words.extend(ca_file.iter().flat_map(|file| ["--ca-file", file.to_str().unwrap()]));
    words.extend(more);
    let run = said(command(&words, &[token], state));
    assert!(!run.stdout.contains(token) && !run.stderr.contains(token), "{run:?}");
    run
}

#[test]
fn a_server_whose_issuer_is_given_is_verified_and_cleaned_up() {
    let server = Observed::start(Sandbox::builder());
    let (authority, state) = (Authority::new("ours"), tempfile::tempdir().unwrap());
    let ca_file = authority.file(state.path());
    let token = server.token(0);
    for names in [["127.0.0.1"], ["localhost"]] {
        let base_url = authority.before(&server.base_url, &names, |_| {}).replace("127.0.0.1", names[0]);
        let run = run(&base_url, &token, Some(&ca_file), state.path(), &["--allow-writes", "--rate", "500"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stderr.contains("over TLS") && run.stderr.contains(&base_url), "{}", run.stderr);
        let words = ["cleanup", "--base-url", &base_url, "--ca-file", ca_file.to_str().unwrap(), "--rate", "500"];
        let cleaned = said(command(&words, &[&token], state.path()));
        assert_eq!(cleaned.code, 0, "{cleaned:?}");
    }
    assert_eq!(server.others(), [""; 0]);
    assert!(server.seen().iter().filter(|seen| seen.is_write()).count() > 20);
}

#[test]
fn what_is_wrong_with_a_certificate_is_said_and_nothing_is_sent() {
    let server = Observed::start(Sandbox::builder());
    let (authority, state) = (Authority::new("ours"), tempfile::tempdir().unwrap());
    let (ca_file, upstream) = (authority.file(state.path()), server.base_url.as_str());
    let here = ["127.0.0.1"];
    let of_others = Authority::new("others").before(upstream, &here, |_| {});
    let for_others = authority.before(upstream, &["gateway.test"], |_| {});
    let expired = authority.before(upstream, &here, |params| params.not_after = date_time_ymd(2020, 1, 1));
    let early = authority.before(upstream, &here, |params| params.not_before = date_time_ymd(2090, 1, 1));
    let of_an_authority = authority.before(upstream, &here, |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    });
    for (base_url, words) in [
        (&of_others, "--ca-file FILE"),
        (&for_others, "its certificate is for another host"),
        (&expired, "its certificate has expired"),
        (&early, "its certificate is not valid yet"),
        (&of_an_authority, "CA:FALSE"),
    ] {
        let run = run(base_url, TOKEN, Some(&ca_file), state.path(), &["--allow-writes"]);
        assert_eq!(run.code, 4, "{words}: {run:?}");
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    assert!(server.seen().is_empty());
}

#[test]
fn what_speaks_no_tls_is_told_apart() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let plain = server.base_url.replace("http://", "https://");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let closing = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || listener.incoming().for_each(drop));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let alert = format!("https://{}", listener.local_addr().unwrap());
    // handshake_failure
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.write_all(&[21, 3, 3, 0, 2, 2, 40]);
            kept.push(stream);
        }
    });
    for (base_url, words) in [
        (&plain, "what answers speaks no TLS"),
        (&closing, "the connection was broken off"),
        (&alert, "TLS could not be agreed on"),
    ] {
        let run = run(base_url, TOKEN, None, state.path(), &[]);
        assert_eq!(run.code, 4, "{words}: {run:?}");
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
}

#[test]
fn a_file_without_certificates_is_refused() {
    let state = tempfile::tempdir().unwrap();
    let file = state.path().join("ca.pem");
    let junk = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (text, words) in [
        ("", "it holds no certificate"),
        ("a text that is none", "it holds no certificate"),
        ("-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n", "it is no PEM"),
        (junk, "cannot be used"),
    ] {
        std::fs::write(&file, text).unwrap();
        let run = run("https://127.0.0.1:9", TOKEN, Some(&file), state.path(), &[]);
        assert_eq!(run.code, 2, "{text:?}: {run:?}");
        assert!(run.stderr.contains("--ca-file") && run.stderr.contains(words), "{text:?}: {}", run.stderr);
    }
}

/// Small images have no certificates: then nothing can be trusted, and what needs no trust works.
#[test]
fn a_machine_without_certificates_says_so() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let without = |base_url: &str| {
        let words = ["verify", "--target", "live", "--base-url", base_url];
        let mut command = command(&words, &[&server.token(0)], state.path());
        command.envs([("SSL_CERT_FILE", "/no/such/file"), ("SSL_CERT_DIR", "/no/such/folder")]);
        said(command)
    };
    let https = without("https://127.0.0.1:9");
    assert_eq!(https.code, 7, "{https:?}");
    assert!(https.stderr.contains("ca-certificates") && https.stderr.contains("--ca-file FILE"), "{}", https.stderr);
    let http = without(&server.base_url);
    assert_eq!(http.code, 0, "{http:?}");
}
