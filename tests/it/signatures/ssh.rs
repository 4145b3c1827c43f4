//! SSH signatures.

use clausebook::signature::{ExampleKey, KeyMaterial, Registrant, Registration, Ring, SignerVerdict, split_commit};
use clausebook::source::Verdict;

use super::programs::{DAY, START, World, are_there, letter, letter_with, ring, signatory};

const PROGRAMS: [&str; 2] = ["git", "ssh-keygen"];
const PEOPLE: [(&str, &str); 3] = [("Ana", "ana@example.org"), ("Ben", "ben@example.org"), ("Cyd", "cyd@example.org")];

/// When commits are made, but where a case says otherwise.
const SIGNED: i64 = START + 10 * DAY;

fn make_key(world: &World, name: &str, kind: &[&str]) -> String {
    let path = world.text_path(name);
    let args: Vec<&str> = ["-q", "-N", "", "-C", name, "-f", &path].into_iter().chain(kind.iter().copied()).collect();
    world.run("ssh-keygen", &args, &[], b"").text();
    path
}

fn public(world: &World, name: &str) -> String {
    world.read(&format!("{name}.pub")).trim_end().to_owned()
}

/// A case: its name, the commit or tag, what git says and what we say.
type Case = (&'static str, String, bool, char, char);

fn compare(world: &World, ring: &Ring, cases: &[Case]) {
    for (name, id, tag, git, ours) in cases {
        let [said, print, primary, principal] = world.git_says(id, *tag, SIGNED);
        let (signed, committer) = world.we_say(id, *tag, &KeyMaterial::default());
        let signer = ring.signer(&signed, &committer);
        let about = format!("{name}, sha256 {}: {said} {print} {principal}; {signed:?} {signer:?}", world.sha256);
        assert_eq!(said, git.to_string(), "git, {about}");
        assert_eq!(letter_with(&signed, &signer), *ours, "we, {about}");
        assert_eq!(primary, "", "{about}");
        if !print.is_empty() {
            assert_eq!(signed.key.as_ref(), Some(&print), "{about}");
            assert_eq!(signed.primary, signed.key, "{about}");
        }
        if said == "G" && *ours == 'G' {
            let listed = match &signer {
                SignerVerdict::Registered { principal, .. } => principal.clone(),
                SignerVerdict::NotAPerson { principal } => Some(principal.clone()),
                _ => None,
            };
            assert_eq!(listed, Some(principal), "{about}");
        }
    }
}

fn all_cases(world: &World) {
    let kinds: [(&str, &[&str]); 9] = [
        ("ed25519", &["-t", "ed25519"]),
        ("p256", &["-t", "ecdsa", "-b", "256"]),
        ("p384", &["-t", "ecdsa", "-b", "384"]),
        ("p521", &["-t", "ecdsa", "-b", "521"]),
        ("rsa2048", &["-t", "rsa", "-b", "2048"]),
        ("rsa4096", &["-t", "rsa", "-b", "4096"]),
        ("rsa1024", &["-t", "rsa", "-b", "1024"]),
        ("foreign", &["-t", "ed25519"]),
        ("files", &["-t", "ed25519"]),
    ];
    let keys: Vec<(&str, String)> = kinds.iter().map(|(name, kind)| (*name, make_key(world, name, kind))).collect();
    let key = |name: &str| keys.iter().find(|it| it.0 == name).unwrap().1.as_str();
    let mut allowed = String::from("# Who may sign\n\n");
    for (name, who) in kinds.iter().filter(|it| !["foreign", "files"].contains(&it.0)).zip(["ana", "ben", "cyd"].iter().cycle()) {
        allowed += &format!("{who}@example.org {}\n", public(world, name.0));
    }
    allowed += &format!("ana@example.org namespaces=\"file\" {}\n", public(world, "files"));
    world.write("allowed_signers", &allowed);
    let mut cases: Vec<Case> = Vec::new();
    for name in ["ed25519", "p256", "p384", "p521", "rsa2048", "rsa4096"] {
        cases.push((name, world.sign(key(name), SIGNED, None, &[]), false, 'G', 'G'));
    }
    cases.push(("tag, ed25519", world.sign(key("ed25519"), SIGNED, Some("v1"), &[]), true, 'G', 'G'));
    cases.push(("tag, rsa", world.sign(key("rsa2048"), SIGNED, Some("v2"), &[]), true, 'G', 'G'));
    // Keys of 1024 bits can be broken with money; OpenSSH takes them for compatibility.
    cases.push(("short rsa", world.sign(key("rsa1024"), SIGNED, None, &[]), false, 'G', '?'));
    cases.push(("foreign", world.sign(key("foreign"), SIGNED, None, &[]), false, 'U', 'U'));
    cases.push(("tag, foreign", world.sign(key("foreign"), SIGNED, Some("v3"), &[]), true, 'U', 'U'));
    cases.push(("namespace of the list", world.sign(key("files"), SIGNED, None, &[]), false, 'B', 'B'));

    let good = world.raw(&cases[0].1, "commit");
    let (signature, payload) = split_commit(&good, world.sha256).unwrap();
    let other = String::from_utf8(payload.clone()).unwrap().replace("Words", "Other words");
    cases.push(("tampered", world.store_signed(other.as_bytes(), &signature), false, 'B', 'B'));
    let strange = split_commit(&world.raw(&cases[1].1, "commit"), world.sha256).unwrap();
    let moved = String::from_utf8(payload.clone()).unwrap().replace("Words", "Moved");
    cases.push(("another commit's signature", world.store_signed(moved.as_bytes(), &strange.0), false, 'B', 'B'));
    let resigned = world.run("ssh-keygen", &["-q", "-Y", "sign", "-n", "git", "-f", key("foreign")], &[], &payload).text();
    cases.push(("signed again by a stranger", world.store_signed(&payload, &resigned), false, 'U', 'U'));
    let file = world.run("ssh-keygen", &["-q", "-Y", "sign", "-n", "file", "-f", key("ed25519")], &[], &payload).text();
    cases.push(("made for a file", world.store_signed(&payload, &file), false, 'B', 'B'));
    let sha256 = ["-q", "-Y", "sign", "-O", "hashalg=sha256", "-n", "git", "-f", key("p256")];
    let sha256 = world.run("ssh-keygen", &sha256, &[], &payload).text();
    cases.push(("over SHA-256", world.store_signed(&payload, &sha256), false, 'G', 'G'));
    cases.push(("cut", world.store_signed(&payload, &signature[..signature.len() / 2]), false, 'B', 'B'));
    let tag = String::from_utf8(world.raw(&cases[6].1, "tag")).unwrap();
    let tag = world.store("tag", tag.replace("Words", "Other words").as_bytes());
    cases.push(("tampered tag", tag, true, 'B', 'B'));
    compare(world, &ring(&allowed, &PEOPLE), &cases);
}

#[test]
fn ssh_signatures_are_judged_as_by_git() {
    if are_there(&PROGRAMS) {
        all_cases(&World::new(false));
    }
}

#[test]
fn ssh_signatures_in_sha_256_repositories_are_judged_as_by_git() {
    if are_there(&PROGRAMS) {
        all_cases(&World::new(true));
    }
}

#[test]
fn certificates_speak_for_the_principals_their_authority_names() {
    if !are_there(&PROGRAMS) {
        return;
    }
    let world = World::new(false);
    let authority = make_key(&world, "authority", &["-t", "ed25519"]);
    let mut cases: Vec<Case> = Vec::new();
    let certified: [(&str, &[&str], &str, char); 6] = [
        ("forever", &["-n", "ana@example.org"], "ed25519", 'G'),
        ("several", &["-n", "root@elsewhere,ben@example.org"], "ecdsa", 'G'),
        ("valid", &["-n", "cyd@example.org", "-V", "20240101:20240201", "-O", "force-command=true"], "rsa", 'G'),
        ("over", &["-n", "ana@example.org", "-V", "20230101:20240110"], "ed25519", 'U'),
        ("nobody", &[], "ed25519", 'U'),
        ("outside", &["-n", "ana@elsewhere"], "ed25519", 'U'),
    ];
    for (name, args, kind, git) in certified {
        let path = make_key(&world, name, &["-t", kind]);
        let public = format!("{path}.pub");
        let all: Vec<&str> =
            ["-q", "-s", &authority, "-I", name].into_iter().chain(args.iter().copied()).chain([&*public]).collect();
        world.run("ssh-keygen", &all, &[], b"").text();
        // With the certificate as signing key git hands it to ssh-keygen, which puts it into the signature.
        let id = world.sign(&format!("{path}-cert.pub"), SIGNED, None, &[]);
        cases.push((name, id, false, git, git));
    }
    let line = format!("*@example.org cert-authority,namespaces=\"git\" {}\n", public(&world, "authority"));
    world.write("allowed_signers", &line);
    compare(&world, &ring(&line, &PEOPLE), &cases);

    let (signed, committer) = world.we_say(&cases[1].1, false, &KeyMaterial::default());
    let people = |verdict| if let SignerVerdict::Registered { people, .. } = verdict { people } else { panic!("{verdict:?}") };
    assert_eq!(people(ring(&line, &PEOPLE).signer(&signed, &committer)), ["Ben"]);
    let plain = line.replace("cert-authority,", "");
    assert_eq!(ring(&plain, &PEOPLE).signer(&signed, &committer), SignerVerdict::UnknownKey, "an authority is not a signer");
    let key = format!("ben@example.org {}\n", public(&world, "several"));
    assert_eq!(ring(&key, &PEOPLE).signer(&signed, &committer), SignerVerdict::UnknownKey, "nor is a certificate its key");

    // A certificate that its authority did not sign: one letter of its name is changed.
    let raw = world.raw(&cases[0].1, "commit");
    let (armored, payload) = split_commit(&raw, false).unwrap();
    let body: String = armored.lines().filter(|it| !it.starts_with("---")).collect();
    let forged = super::hostile::edit(&body, b"ana@example.org", b"ben@example.org");
    let forged = format!("-----BEGIN SSH SIGNATURE-----\n{forged}\n-----END SSH SIGNATURE-----\n");
    let signed = clausebook::signature::verify(&KeyMaterial::default(), &payload, &forged, committer.at);
    assert!(matches!(&signed.verdict, Verdict::Bad(why) if why.contains("authority")), "{signed:?}");
    assert_eq!(world.git_says(&world.store_signed(&payload, &forged), false, SIGNED)[0], "B");
}

#[test]
fn lists_are_read_as_by_git() {
    if !are_there(&PROGRAMS) {
        return;
    }
    let world = World::new(false);
    let path = make_key(&world, "key", &["-t", "ed25519"]);
    make_key(&world, "other", &["-t", "ed25519"]);
    // 2024-01-11T00:00:00Z
    let id = world.sign(&path, SIGNED, None, &[]);
    let (signed, committer) = world.we_say(&id, false, &KeyMaterial::default());
    let (key, other) = (public(&world, "key"), public(&world, "other"));
    for (lines, git) in [
        ("ana@example.org KEY", 'G'),
        ("ana@example.org OTHER", 'U'),
        ("ben@example.org OTHER\nana@example.org KEY", 'G'),
        ("  \"ana@example.org\"\tKEY", 'G'),
        ("*@example.org KEY", 'G'),
        ("ana@example.org,ben@example.org KEY", 'G'),
        ("ana@example.org namespaces=\"git\" KEY", 'G'),
        ("ana@example.org namespaces=\"file,g?t\" KEY", 'G'),
        ("ana@example.org namespaces=\"*,!git\" KEY", 'B'),
        ("ana@example.org valid-after=\"20240111\" KEY", 'G'),
        ("ana@example.org valid-after=\"20240111000001\" KEY", 'U'),
        ("ana@example.org valid-after=\"202401110001Z\" KEY", 'U'),
        ("ana@example.org valid-before=\"20240111\" KEY", 'G'),
        ("ana@example.org valid-before=\"20240110235959\" KEY", 'U'),
        ("ana@example.org valid-before=\"20240110UTC\" KEY", 'U'),
        ("ana@example.org VALID-AFTER=\"20240101\",valid-before=\"20240201Z\",namespaces=\"git\" KEY", 'G'),
        ("ana@example.org cert-authority KEY", 'U'),
    ] {
        let text = lines.replace("KEY", &key).replace("OTHER", &other);
        world.write("allowed_signers", &text);
        let [said, _, _, principal] = world.git_says(&id, false, SIGNED);
        let signer = ring(&text, &PEOPLE).signer(&signed, &committer);
        assert_eq!(said, git.to_string(), "git: {lines}");
        assert_eq!(letter_with(&signed, &signer), git, "we: {lines}: {signer:?}");
        if let SignerVerdict::Registered { principal: ours, .. } = signer {
            assert_eq!(ours, Some(principal), "{lines}");
        }
    }
    // Git asks only the first line that holds the key at that moment; we ask them all, so that their order does not matter.
    let text = format!("ben@example.org valid-before=\"20231231\" {key}\nana@example.org {key}\n");
    world.write("allowed_signers", &text);
    assert_eq!(world.git_says(&id, false, SIGNED)[0], "G");
    assert_eq!(letter_with(&signed, &ring(&text, &PEOPLE).signer(&signed, &committer)), 'G');
    let text = format!("ben@example.org namespaces=\"file\" {key}\nana@example.org {key}\n");
    world.write("allowed_signers", &text);
    assert_eq!(world.git_says(&id, false, SIGNED)[0], "B");
    assert_eq!(letter_with(&signed, &ring(&text, &PEOPLE).signer(&signed, &committer)), 'G');
}

#[test]
fn a_time_without_zone_is_by_the_clock_of_who_made_the_commit() {
    if !are_there(&PROGRAMS) {
        return;
    }
    let world = World::new(false);
    let path = make_key(&world, "key", &["-t", "ed25519"]);
    let id = world.sign(&path, START, None, &[("GIT_COMMITTER_DATE", "1704067200 +0200")]);
    let (signed, committer) = world.we_say(&id, false, &KeyMaterial::default());
    // It is two o'clock there.
    for (time, counts) in [("202401010200", true), ("202401010201", false), ("202401010000Z", true), ("202401010001Z", false)] {
        let text = format!("ana@example.org valid-after=\"{time}\" {}\n", public(&world, "key"));
        world.write("allowed_signers", &text);
        let said = world.git(&["log", "-1", "--format=%G?", &id], &[("TZ", "UTC-2")]).text();
        assert_eq!(said == "G", counts, "git, {time}: {said}");
        let signer = ring(&text, &PEOPLE).signer(&signed, &committer);
        assert_eq!(matches!(signer, SignerVerdict::Registered { .. }), counts, "{time}: {signer:?}");
    }
}

#[test]
fn keys_of_the_example_sign_as_git_does() {
    let key = ExampleKey::from_seed(&[7; 32], "ana@example.org");
    let again = ExampleKey::from_seed(&[7; 32], "ana@example.org");
    let payload = b"tree 1\nauthor A <a@example.org> 1704067200 +0000\ncommitter A <a@example.org> 1704067200 +0000\n\nWords\n";
    let armored = key.sign(payload);
    assert_eq!(armored, again.sign(payload));
    assert_ne!(armored, ExampleKey::from_seed(&[8; 32], "").sign(payload));
    let signed = clausebook::signature::verify(&KeyMaterial::default(), payload, &armored, signatory(payload).at);
    assert_eq!((letter(&signed), signed.key), ('G', Some(key.fingerprint())));
    if !are_there(&PROGRAMS) {
        return;
    }
    let world = World::new(false);
    world.write("allowed_signers", &format!("ana@example.org {}\n", key.public_line()));
    world.write("signature", &armored);
    let verify = ["-Y", "verify", "-f", "allowed_signers", "-I", "ana@example.org", "-n", "git", "-s", "signature"];
    assert!(world.run("ssh-keygen", &verify, &[], payload).text().starts_with("Good \"git\" signature for ana@example.org"));
    assert!(!world.run("ssh-keygen", &verify, &[], b"other bytes").ok);
}

#[test]
fn security_keys_are_checked_with_what_they_sign_beside_the_bytes() {
    use ssh_key::private::Ed25519Keypair;
    let put = |parts: &[&[u8]]| -> Vec<u8> {
        parts.iter().flat_map(|it| u32::try_from(it.len()).unwrap().to_be_bytes().into_iter().chain(it.iter().copied())).collect()
    };
    let sum = |bytes: &[u8]| ssh_key::HashAlg::Sha256.digest(bytes);
    // What a token would do (PROTOCOL.u2f): it signs the application, flags and a counter, and the sum of the bytes.
    let pair = Ed25519Keypair::from_seed(&[5; 32]);
    let payload = b"tree 1\ncommitter Ana <ana@example.org> 1704067200 +0000\n\nWords\n";
    let data = ssh_key::SshSig::signed_data("git", ssh_key::HashAlg::Sha512, payload).unwrap();
    let touched: &[u8] = &[1, 0, 0, 0, 7];
    let token = [&sum(b"ssh:")[..], touched, &sum(&data)].concat();
    let raw = signature::Signer::try_sign(&pair, &token).unwrap();
    let kind = b"sk-ssh-ed25519@openssh.com";
    let key = put(&[kind, pair.public.as_ref(), b"ssh:"]);
    let made = |flags: &[u8]| {
        let signature = [&put(&[kind, raw.as_bytes()])[..], flags].concat();
        let parts = put(&[&key, b"git", b"", b"sha512", &signature]);
        super::hostile::armor("SSH SIGNATURE", &[b"SSHSIG\0\0\0\x01", &parts[..]].concat())
    };
    let at = signatory(payload).at;
    let says = |armored: &str| letter(&clausebook::signature::verify(&KeyMaterial::default(), payload, armored, at));
    assert_eq!((says(&made(touched)), says(&made(&[0, 0, 0, 0, 7]))), ('G', 'B'));
    if are_there(&PROGRAMS) {
        let world = World::new(false);
        world.write("signature", &made(touched).replacen("\n\n", "\n", 1));
        let check = ["-Y", "check-novalidate", "-n", "git", "-s", "signature"];
        let said = world.run("ssh-keygen", &check, &[], payload).text();
        assert!(said.starts_with("Good \"git\" signature with ED25519-SK key"), "{said}");
    }
}

#[test]
fn keys_count_for_people_and_days() {
    let key = ExampleKey::from_seed(&[1; 32], "ana");
    let raw = b"tree 1\ncommitter Ana <ANA@example.org> 1704067200 +0100\n\nWords\n";
    let (committer, keys) = (signatory(raw), KeyMaterial::default());
    let signed = clausebook::signature::verify(&keys, raw, &key.sign(raw), committer.at);
    let day = |text| clausebook::base::Date::parse(text).ok();
    let ring = |registrations: &[(&str, Registration)], files: &[(&str, &str)]| {
        let emails = |name: &str| vec![format!("{}@example.org", name.to_lowercase())];
        let owned: Vec<(&str, Vec<String>, [Registration; 1])> =
            registrations.iter().map(|(name, it)| (*name, emails(name), [it.clone()])).collect();
        let (ring, problems) = Ring::read(files, owned.iter().map(|it| Registrant { name: it.0, emails: &it.1, keys: &it.2 }));
        assert_eq!(problems, Vec::new());
        ring
    };
    let line = key.public_line();
    let own = Registration::of(line.as_str());
    let who = |ring: Ring| ring.signer(&signed, &committer);
    let registered =
        |names: &[&str]| SignerVerdict::Registered { people: names.iter().map(|it| (*it).to_owned()).collect(), principal: None };
    assert_eq!(who(ring(&[("Ana", own.clone())], &[])), registered(&["Ana"]));
    let file = Registration::of("keys/ana.pub");
    assert_eq!(who(ring(&[("Ana", file)], &[("keys/ana.pub", line.as_str())])), registered(&["Ana"]));
    let elsewhere = Registration::of(ExampleKey::from_seed(&[2; 32], "").public_line());
    assert_eq!(who(ring(&[("Ana", elsewhere.clone())], &[])), SignerVerdict::UnknownKey);
    // One key for two: the committer's address says which of them it was, if it is one of them.
    assert_eq!(who(ring(&[("Ben", own.clone()), ("Ana", own.clone())], &[])), registered(&["Ana"]));
    assert_eq!(who(ring(&[("Ben", own.clone()), ("Cyd", own.clone())], &[])), registered(&["Ben", "Cyd"]));

    // It is already 2024 where the commit was made, by its own word: one hour past midnight.
    for (from, to, revoked, good) in [
        ("2024-01-01", "2024-01-01", "2024-01-02", true),
        ("2024-01-02", "", "", false),
        ("", "2023-12-31", "", false),
        ("", "", "2024-01-01", false),
    ] {
        let limited = Registration { from: day(from), to: day(to), revoked: day(revoked), ..own.clone() };
        let found = who(ring(&[("Ana", limited)], &[]));
        assert_eq!(found == registered(&["Ana"]), good, "{from} {to} {revoked}: {found:?}");
        let people = match found {
            SignerVerdict::Registered { people, .. } => people,
            SignerVerdict::OutsideWindow { people, .. } if revoked.is_empty() => people,
            SignerVerdict::Revoked { people, .. } => people,
            other => panic!("{other:?}"),
        };
        assert_eq!(people, ["Ana"]);
    }
    // What is revoked in one list is not saved by another.
    let revoked = Registration { revoked: day("2023-06-01"), ..own.clone() };
    let listed = format!("ana@example.org {line}");
    let files = [("keys/allowed_signers", listed.as_str())];
    assert!(matches!(who(ring(&[("Ana", revoked)], &files)), SignerVerdict::Revoked { .. }));
    let stranger = format!("zoe@example.org {line}");
    let found = who(ring(&[("Ana", elsewhere)], &[("keys/allowed_signers", stranger.as_str())]));
    assert_eq!(found, SignerVerdict::NotAPerson { principal: "zoe@example.org".to_owned() });

    // Keys that an auditor brings replace all others.
    let emails = ["ana@example.org".to_owned()];
    let people = || [Registrant { name: "Ana", emails: &emails, keys: std::slice::from_ref(&own) }];
    assert_eq!(Ring::brought(&[], people()).0.signer(&signed, &committer), SignerVerdict::UnknownKey);
    let found = Ring::brought(&[("brought", listed.as_str())], people()).0.signer(&signed, &committer);
    assert!(matches!(found, SignerVerdict::Registered { people, .. } if people == ["Ana"]));
}
