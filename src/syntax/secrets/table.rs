//! The words that give secrets away.

/// A word behind which a secret stands.
#[derive(Clone, Copy)]
pub(super) struct Marker {
    /// The word in full.
    pub(super) word: &'static str,
    /// How many of its letters do, as the router takes abbreviations.
    pub(super) shortest: usize,
    /// Whether it may be the last part of a word: `ata-password`, `_email_pw`. A long one may also stand there without a
    /// hyphen: `sshPassword`.
    pub(super) ends_words: bool,
    /// Beginnings of words of which one must stand before it on the line. None: it needs no such word.
    pub(super) needs: &'static [&'static str],
    /// How many words stand between it and the secret.
    pub(super) skips: usize,
    /// The words that end the secret. Without one of them all of the line is masked: a secret can have blanks in it.
    pub(super) until: &'static [&'static str],
    /// The words that cannot follow where a secret does.
    pub(super) unless: &'static [&'static str],
}

/// A marker that counts wherever it stands.
const fn plain(word: &'static str, shortest: usize) -> Marker {
    Marker { word, shortest, ends_words: false, needs: &[], skips: 0, until: &[], unless: &[] }
}

/// What may follow a password.
pub(super) const PASSWORD_ENDS: &[&str] = &["realm"];

/// A marker for a password, which a realm may follow.
const fn password(word: &'static str, shortest: usize) -> Marker {
    Marker { ends_words: true, until: PASSWORD_ENDS, unless: &["encryption"], ..plain(word, shortest) }
}

/// A marker for a key, which the peer that it is for may follow.
const fn key(word: &'static str, shortest: usize) -> Marker {
    let until = &["address", "hostname", "timeout", "retransmit", "vrf", "no-xauth", "transmit-key"];
    Marker { until, unless: KEY_COMMANDS, ..plain(word, shortest) }
}

/// The same, abbreviated further than elsewhere: behind a word that begins with one of `needs`.
const fn password_behind(needs: &'static [&'static str], word: &'static str) -> Marker {
    Marker { ends_words: false, needs, ..password(word, 1) }
}

/// A marker that counts only behind a word that begins with one of `needs`.
const fn behind(needs: &'static [&'static str], word: &'static str, shortest: usize) -> Marker {
    Marker { needs, ..plain(word, shortest) }
}

/// Words behind `key` where it is no key that follows: `key chain`, `crypto key generate`, `pre-shared-key address`.
const KEY_COMMANDS: &[&str] = &[
    "address",
    "chain",
    "config-key",
    "export",
    "generate",
    "hostname",
    "import",
    "key-chain",
    "mypubkey",
    "pubkey-chain",
    "storage",
    "zeroize",
];

/// Words behind `credentials` where it says first whose they are, in short too; the password comes behind a word of its own.
const CREDENTIAL_OWNERS: &[&str] = &[
    "id", "n", "nu", "num", "numb", "numbe", "number", "u", "us", "use", "user", "usern", "userna", "usernam",
    "username",
];

/// Words behind the security level of an SNMP group, which has no secret.
const SNMP_VIEWS: &[&str] = &["access", "context", "match", "notify", "re", "rea", "read", "wr", "writ", "write"];

/// How the commands begin that have credentials, in short and with a slip behind that: `authentication`, `credentials`,
/// `username`, `user`, `enable`, `web`.
pub(super) const CREDENTIALS: &[&str] = &["au", "cre", "us", "ena", "web"];

/// All of them. The first that fits a word counts.
pub(super) const MARKERS: &[Marker] = &[
    password("password", 3),
    password("passwd", 6),
    password("passwort", 8),
    password("passcode", 8),
    password("passphrase", 5),
    password("pass-phrase", 8),
    password("secret", 3),
    password("pwd", 3),
    password("pw", 2),
    password("psk", 3),
    password("pin", 3),
    password_behind(CREDENTIALS, "password"),
    password_behind(&["ena", "us", "web"], "secret"),
    plain("capf-auth-str", 6),
    plain("auth-string", 11),
    plain("community-string", 16),
    plain("override-code", 8),
    behind(&["aft"], "override-code", 1),
    behind(&["stun"], "shared-secret", 1),
    plain("digest", 6),
    plain("api-key", 7),
    plain("apikey", 6),
    plain("secret-key", 10),
    plain("access-key", 10),
    Marker { skips: 1, ..behind(&["auth"], "credential", 4) },
    // The name of a profile, which has no secret on its line.
    Marker { skips: 1, ..behind(&["dot1x"], "credentials", 4) },
    Marker { unless: CREDENTIAL_OWNERS, ..plain("credentials", 10) },
    plain("cleartext", 9),
    Marker { until: &["ro", "rw", "view", "ipv6"], ..plain("community", 4) },
    Marker { until: &["ro", "rw", "view", "ipv6"], ..behind(&["snmp"], "community", 3) },
    plain("community-map", 11),
    key("key", 3),
    key("key-string", 5),
    key("master-key", 10),
    key("authentication-key", 16),
    Marker { needs: &["ntp"], ..key("authentication-key", 4) },
    Marker { needs: &["isa"], ..key("key", 1) },
    key("auth-key", 8),
    key("config-key", 8),
    key("message-digest-key", 16),
    key("pre-shared-key", 8),
    key("server-key", 8),
    key("session-key", 8),
    Marker { ends_words: true, unless: &["required-for"], ..plain("token", 5) },
    plain("idtoken", 7),
    plain("hmac-sha-256", 12),
    Marker { until: &["pr", "pri", "priv", "ac", "acc", "access"], unless: SNMP_VIEWS, ..behind(&["snmp"], "auth", 2) },
    Marker { until: &["ac", "acc", "access"], unless: SNMP_VIEWS, ..behind(&["snmp"], "priv", 2) },
    Marker { skips: 1, ..behind(&["snmp"], "host", 2) },
    behind(&["rmon"], "trap", 4),
    Marker { skips: 1, ..behind(&["emadmin"], "login", 5) },
    Marker { skips: 1, unless: &["password"], ..behind(&["xml"], "user", 1) },
    Marker { until: &["timeout"], ..behind(&["stand", "vrrp", "glbp", "nhrp", "url"], "authentication", 4) },
    Marker { skips: 1, ..behind(&["ipsec"], "spi", 3) },
    behind(&["crypto"], "pem", 3),
    behind(&["crypto"], "pkcs12", 6),
];

/// The markers that are meant by a word with a slip in it, wherever that stands.
pub(super) const SLIPS: &[&str] = &["password", "secret", "passphrase"];

/// What every such word has one of, as one slip leaves half of the word as it was. Lines with these are looked at.
pub(super) const SLIP_PARTS: &[&str] = &["pas", "word", "hrase", "sec", "ret", "rcet"];

/// Words that look like slips and are none.
pub(super) const PLURALS: &[&str] = &["passwords", "secrets", "passphrases", "passport"];

/// Words that may follow the name in `credentials username NAME`; anything else there is the password.
pub(super) const BEHIND_NAMES: &[&str] =
    &["password", "secret", "realm", "number", "username", "privilege", "encryption", "challenge"];

/// Words behind which a number may stand with a port, before the host: `pattern 5551000:5060@192.0.2.1`.
pub(super) const PATTERNS: &[&str] = &["pattern", "user-id"];

/// Words that may stand between a marker and its secret: how it is kept, or for whom.
pub(super) const BETWEEN: &[&str] = &[
    "3des",
    "aes",
    "ascii",
    "clear",
    "des",
    "encrypted",
    "hex",
    "key-string",
    "local",
    "md5",
    "password-encrypt",
    "remote",
    "sha",
    "sha256",
    "text",
];

/// Headers of SIP and HTTP messages that hold credentials.
pub(super) const HEADERS: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "authentication-info",
    "www-authenticate",
    "proxy-authenticate",
    "api-key",
    "x-api-key",
    "cookie",
];

/// The last parts of other headers that hold them: `X-Api-Token`, `Set-Cookie`.
pub(super) const HEADER_ENDS: &[&str] = &["authorization", "cookie", "credentials", "password", "secret", "token"];

/// What a header begins with that holds credentials, whatever it is called: `X-Gateway: Bearer ...`.
pub(super) const LOGINS: &[&str] = &["basic", "bearer", "digest"];

/// What stands before the first colon of an address that names a user and no password: `sip:bob@host`.
pub(super) const SCHEMES: &[&str] =
    &["sip", "sips", "tel", "dns", "ipv4", "ipv6", "mailto", "xmpp", "h323", "im", "pres", "callto"];

/// Commands whose argument is free text, in which words are just words.
pub(super) const FREE_TEXT: &[(&str, usize)] = &[("description", 4), ("label", 5), ("name", 4), ("remark", 6)];
