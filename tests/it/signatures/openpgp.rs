//! OpenPGP signatures.
#![cfg(feature = "openpgp")]

use clausebook::signature::{KeyMaterial, Registrant, Registration, Ring, SignerVerdict, split_commit, verify};
use clausebook::source::Verdict;

use super::programs::{DAY, START, World, are_there, letter};

const PROGRAMS: [&str; 3] = ["git", "gpg", "gpgconf"];

/// When most signatures are made, and when git looks at them.
const SIGNED: i64 = START + 10 * DAY;
const LATER: i64 = START + 400 * DAY;

fn gpg(world: &World, at: i64, args: &[&str], input: &str) -> String {
    let faked = format!("{at}!");
    let fixed = ["--no-tty", "--yes", "--faked-system-time", &faked, "--passphrase", ""];
    let all: Vec<&str> = fixed.into_iter().chain(args.iter().copied()).collect();
    world.run("gpg", &all, &[], input.as_bytes()).text()
}

/// Makes a key and gives its fingerprint.
fn make_key(world: &World, user: &str, kind: &str, usage: &str, lasts: &str) -> String {
    gpg(world, START, &["--batch", "--quick-gen-key", user, kind, usage, lasts], "");
    fingerprints(world, user).remove(0)
}

fn fingerprints(world: &World, user: &str) -> Vec<String> {
    let listed =
        gpg(world, START, &["--batch", "--with-colons", "--list-options", "show-unusable-subkeys", "--list-keys", user], "");
    listed.lines().filter_map(|it| it.strip_prefix("fpr:")).map(|it| it.trim_matches(':').to_owned()).collect()
}

fn export(world: &World) -> String {
    gpg(world, LATER, &["--batch", "--armor", "--export"], "")
}

fn revoke(world: &World, key: &str, at: i64, reason: u8) {
    let path = world.text_path("revocation");
    let answers = format!("y\n{reason}\n\ny\n");
    gpg(world, at, &["--command-fd", "0", "--output", &path, "--gen-revoke", key], &answers);
    gpg(world, at, &["--batch", "--import", &path], "");
}

/// A case: its name, the commit or tag, what git says and what we say.
type Case = (&'static str, String, bool, char, char);

fn make_cases(world: &World) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let rsa = make_key(world, "Ana <ana@example.org>", "rsa2048", "sign", "never");
    let ben = make_key(world, "Ben <ben@example.org>", "ed25519", "cert", "never");
    gpg(world, START, &["--batch", "--quick-add-key", &ben, "ed25519", "sign", "never"], "");
    let curve = make_key(world, "Cyd <cyd@example.org>", "nistp256", "sign", "never");
    cases.push(("rsa", world.sign(&rsa, SIGNED, None, &[]), false, 'U', 'G'));
    cases.push(("tag, rsa", world.sign(&rsa, SIGNED, Some("v1"), &[]), true, 'G', 'G'));
    cases.push(("subkey", world.sign(&ben, SIGNED, None, &[]), false, 'U', 'G'));
    cases.push(("tag, subkey", world.sign(&ben, SIGNED, Some("v2"), &[]), true, 'G', 'G'));
    cases.push(("nistp256", world.sign(&curve, SIGNED, None, &[]), false, 'U', 'G'));

    // SHA-1 can be made to fit two commits; this gpg still takes it.
    let sha1 = [("GPGARGS", "--digest-algo SHA1")];
    cases.push(("SHA-1", world.sign(&rsa, SIGNED, None, &sha1), false, 'U', '?'));
    let text = [("GPGARGS", "--textmode")];
    cases.push(("text", world.sign(&rsa, SIGNED, None, &text), false, 'U', '?'));
    let short = make_key(world, "Dot <dot@example.org>", "rsa1024", "sign", "never");
    cases.push(("short rsa", world.sign(&short, SIGNED, None, &[]), false, 'U', '?'));
    let lapse = [("GPGARGS", "--default-sig-expire 10d")];
    cases.push(("lapsed", world.sign(&rsa, SIGNED, None, &lapse), false, 'X', 'X'));

    // gpg asks its own clock whether a key has expired; it had not when it signed.
    let short_lived = make_key(world, "Eve <eve@example.org>", "ed25519", "sign", "30d");
    cases.push(("valid then", world.sign(&short_lived, SIGNED, None, &[]), false, 'Y', 'G'));
    cases.push(("tag, valid then", world.sign(&short_lived, SIGNED, Some("v3"), &[]), true, 'Y', 'G'));
    // A commit that says it is younger than the key: its own date is as good as the signature's.
    let date = format!("{} +0000", START + 40 * DAY);
    let backwards = [("GIT_COMMITTER_DATE", date.as_str())];
    cases.push(("expired", world.sign(&short_lived, SIGNED, None, &backwards), false, 'Y', 'Y'));
    let date = format!("{} +0000", START - 40 * DAY);
    let before = [("GIT_COMMITTER_DATE", date.as_str())];
    // Git does not compare the commit's date with the key's; a commit older than the key that signed it was dated back.
    cases.push(("older than the key", world.sign(&rsa, SIGNED, None, &before), false, 'U', 'Y'));

    // A key that somebody else may have signs nothing, whenever it signed; one that was only replaced did sign what it signed.
    for (name, reason, ours) in [("no reason", 0, 'R'), ("compromised", 1, 'R'), ("replaced", 2, 'G'), ("retired", 3, 'G')] {
        let key = make_key(world, &format!("{name} <{reason}@example.org>"), "ed25519", "sign", "never");
        let id = world.sign(&key, SIGNED, None, &[]);
        let date = format!("{} +0000", SIGNED + 60 * DAY);
        let late = world.sign(&key, SIGNED, None, &[("GIT_COMMITTER_DATE", date.as_str())]);
        revoke(world, &key, SIGNED + 30 * DAY, reason);
        cases.push((name, id, false, 'R', ours));
        cases.push((name, late, false, 'R', 'R'));
    }
    let sub = make_key(world, "Fay <fay@example.org>", "ed25519", "cert", "never");
    gpg(world, START, &["--batch", "--quick-add-key", &sub, "ed25519", "sign", "never"], "");
    let id = world.sign(&sub, SIGNED, None, &[]);
    gpg(world, SIGNED + DAY, &["--command-fd", "0", "--edit-key", &sub], "key 1\nrevkey\ny\n1\n\ny\nsave\n");
    cases.push(("revoked subkey", id, false, 'R', 'R'));
    let longer = make_key(world, "Gus <gus@example.org>", "ed25519", "sign", "20d");
    let id = world.sign(&longer, SIGNED, None, &[]);
    gpg(world, SIGNED, &["--batch", "--quick-set-expire", &longer, "never"], "");
    cases.push(("prolonged", id, false, 'U', 'G'));

    let good = world.raw(&cases[0].1, "commit");
    let (signature, payload) = split_commit(&good, world.sha256).unwrap();
    let other = String::from_utf8(payload.clone()).unwrap().replace("Words", "Other words");
    cases.push(("tampered", world.store_signed(other.as_bytes(), &signature), false, 'B', 'B'));
    let (strange, _) = split_commit(&world.raw(&cases[2].1, "commit"), world.sha256).unwrap();
    cases.push(("another commit's signature", world.store_signed(other.as_bytes(), &strange), false, 'B', 'B'));
    let tag = String::from_utf8(world.raw(&cases[1].1, "tag")).unwrap().replace("Words", "Other words");
    cases.push(("tampered tag", world.store("tag", tag.as_bytes()), true, 'B', 'B'));
    let foreign = make_key(world, "Stranger <stranger@example.org>", "ed25519", "sign", "never");
    cases.push(("foreign", world.sign(&foreign, SIGNED, None, &[]), false, 'E', 'E'));
    cases.push(("tag, foreign", world.sign(&foreign, SIGNED, Some("v4"), &[]), true, 'E', 'E'));
    gpg(world, LATER, &["--batch", "--delete-secret-and-public-key", &foreign], "");
    cases
}

fn all_cases(world: &World) {
    let cases = make_cases(world);
    let (keys, problems) = KeyMaterial::read([("keys/all.asc", export(world).as_str())]);
    assert_eq!(problems, Vec::new());
    for (name, id, tag, git, ours) in &cases {
        let [said, print, primary, user] = world.git_says(id, *tag, LATER);
        let (signed, _) = world.we_say(id, *tag, &keys);
        let about = format!("{name}, sha256 {}: {said} {print} {primary} {user}; {signed:?}", world.sha256);
        assert_eq!(said, git.to_string(), "git, {about}");
        assert_eq!(letter(&signed), *ours, "we, {about}");
        if !print.is_empty() && *ours != '?' {
            assert_eq!((signed.key, signed.primary), (Some(print), Some(primary)), "{about}");
        }
    }
}

#[test]
fn openpgp_signatures_are_judged_as_by_git() {
    if are_there(&PROGRAMS) {
        all_cases(&World::new(false));
    }
}

#[test]
fn openpgp_signatures_in_sha_256_repositories_are_judged_as_by_git() {
    if are_there(&PROGRAMS) {
        all_cases(&World::new(true));
    }
}

#[test]
fn key_texts_of_many_years_are_put_together() {
    if !are_there(&PROGRAMS) {
        return;
    }
    let world = World::new(false);
    let key = make_key(&world, "Ana <ana@example.org>", "ed25519", "sign", "20d");
    let other = make_key(&world, "Ben <ben@example.org>", "ed25519", "sign", "never");
    let early = world.sign(&key, SIGNED, None, &[]);
    let first = export(&world);
    gpg(&world, SIGNED, &["--batch", "--quick-add-key", &key, "ed25519", "sign", "never"], "");
    gpg(&world, SIGNED, &["--batch", "--quick-set-expire", &key, "never"], "");
    let late = world.sign(&key, SIGNED + 30 * DAY, None, &[]);
    let second = export(&world);
    revoke(&world, &key, SIGNED + 60 * DAY, 1);
    let third = export(&world);
    let says = |texts: &[&str], id: &str| {
        let (keys, problems) = KeyMaterial::read(texts.iter().map(|it| ("keys/ana.asc", *it)));
        assert_eq!(problems, Vec::new());
        letter(&world.we_say(id, false, &keys).0)
    };
    assert_eq!((says(&[], &early), says(&[&first], &early), says(&[&first], &late)), ('E', 'G', 'E'));
    assert_eq!((says(&[&first, &second], &late), says(&[&second, &first], &late)), ('G', 'G'));
    assert_eq!((says(&[&third, &first], &early), says(&[&first, &third, &second], &late)), ('R', 'R'));

    // Whose they are: by fingerprint, by file, or by what an auditor brings.
    let (keys, _) = KeyMaterial::read([("keys/ana.asc", second.as_str())]);
    let (signed, committer) = world.we_say(&late, false, &keys);
    assert_eq!(signed.verdict, Verdict::Good);
    assert_eq!(signed.primary.as_ref(), Some(&key));
    let emails = ["ana@example.org".to_owned()];
    for (name, good) in [(format!("openpgp:{key}"), true), (format!("openpgp:{other}"), false), ("keys/ana.asc".to_owned(), true)]
    {
        let own = [Registration::of(name.as_str())];
        let (ring, problems) =
            Ring::read(&[("keys/ana.asc", second.as_str())], [Registrant { name: "Ana", emails: &emails, keys: &own }]);
        assert_eq!(problems, Vec::new());
        assert_eq!(matches!(ring.signer(&signed, &committer), SignerVerdict::Registered { .. }), good, "{name}");
    }
    let (brought, _) =
        Ring::brought(&[("auditor.asc", second.as_str())], [Registrant { name: "Ana", emails: &emails, keys: &[] }]);
    let found = brought.signer(&signed, &committer);
    assert!(matches!(&found, SignerVerdict::Registered { people, .. } if people == &["Ana"]), "{found:?}");
}

#[test]
fn two_signatures_in_one_are_refused() {
    if !are_there(&PROGRAMS) {
        return;
    }
    let world = World::new(false);
    let key = make_key(&world, "Ana <ana@example.org>", "ed25519", "sign", "never");
    let id = world.sign(&key, SIGNED, None, &[]);
    let (keys, _) = KeyMaterial::read([("keys/ana.asc", export(&world).as_str())]);
    let raw = world.raw(&id, "commit");
    let (armored, payload) = split_commit(&raw, false).unwrap();
    let at = super::programs::signatory(&raw).at;
    assert_eq!(verify(&keys, &payload, &armored, at).verdict, Verdict::Good);
    let bytes = super::hostile::bytes_of(&armored);
    let twice = super::hostile::armor("PGP SIGNATURE", &[bytes.clone(), bytes].concat());
    assert!(matches!(verify(&keys, &payload, &twice, at).verdict, Verdict::Bad(_)));
    // gpg finds two good ones, and git says that this is too many.
    assert_eq!(world.git_says(&world.store_signed(&payload, &twice), false, SIGNED)[0], "E");
}
