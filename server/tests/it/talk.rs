//! Notes and evidence: who may, what is taken, what is kept.

use crate::files::*;
use crate::world::*;
use app::ask::returns::Returns;
use app::ask::talk::{FileKind, LARGEST_FILE, Looks, Talk, TalkFault, Tally};
use app::refusal::Refusal;
use kpi::role::{Actor, Role};
use server::evidence::{Depot, Incoming, checked};
use server::office::Office;

const COUNTY: &str = "440785";
const MONTH: &str = "2020-11";

fn file(name: &str, bytes: Vec<u8>) -> Incoming {
    Incoming {
        name: name.to_owned(),
        bytes,
    }
}

fn fault<T>(fault: TalkFault) -> Result<T, Refusal> {
    Err(Refusal::Talk(fault))
}

async fn lay(office: &Office, who: &Actor, name: &str, bytes: Vec<u8>) -> Result<(), Refusal> {
    let key = pilot(COUNTY, MONTH);
    office
        .add_evidence(who, &key, None, vec![file(name, bytes)])
        .await
}

/// What is given out, in full.
async fn given(
    office: &Office,
    who: &Actor,
    id: i64,
) -> Result<(String, FileKind, Vec<u8>), Refusal> {
    let given = office.give_out(who, &pilot(COUNTY, MONTH), id).await?;
    let bytes = given.content.bytes().await.unwrap().to_vec();
    assert_eq!(given.size, bytes.len() as u64);
    Ok((given.name, given.kind, bytes))
}

both! {
    async fn a_reviewers_note_on_a_value_reaches_the_reporter(world: World) {
        let key = pilot(COUNTY, MONTH);
        let (reporter, reviewer) = (world.reporter(COUNTY), world.reviewer("440700"));
        let element = Some("smd_registered");
        world.office.comment(&reviewer.actor, &key, element, "请核对在册数\r\n与10月相差较大\u{7}").await.unwrap();
        world.office.comment(&reporter.actor, &key, None, "本月新接收一个镇").await.unwrap();
        world.office.comment(&reporter.actor, &key, element, "已核对").await.unwrap();
        world.office.comment(&reporter.actor, &key, element, " 已核对 ").await.unwrap();
        let thread = world.office.talk(&reporter.actor, &key).await.unwrap();
        let said: Vec<_> = thread.notes.iter().map(|note| (note.element.as_deref(), note.text.as_str())).collect();
        assert_eq!(said, [
            (element, "请核对在册数\n与10月相差较大"),
            (None, "本月新接收一个镇"),
            (element, "已核对"),
        ], "sent twice is said once");
        assert_eq!(thread.notes[0].by.role, Some(Role::Reviewer));
        assert!(thread.may_comment && thread.may_add);
        assert!(!thread.notes[0].may_settle && thread.notes[1].may_settle, "one's own, not the reviewer's");
        let counts = world.office.talk_counts(&reviewer.actor, &key).await.unwrap();
        assert_eq!(counts.whole, Tally { notes: 1, open: 1, files: 0 });
        assert_eq!(counts.elements["smd_registered"], Tally { notes: 2, open: 2, files: 0 });
        let id = thread.notes[0].id;
        assert_eq!(world.office.settle(&reporter.actor, &key, id).await, Err(Refusal::Forbidden));
        let evaluator = world.person(Role::Evaluator, "440700");
        assert_eq!(world.office.settle(&evaluator.actor, &key, id).await, Err(Refusal::Forbidden));
        world.office.settle(&reviewer.actor, &key, id).await.unwrap();
        world.office.settle(&reviewer.actor, &key, id).await.unwrap();
        assert_eq!(world.office.settle(&reviewer.actor, &key, id + 9_999).await, Err(Refusal::Missing));
        let thread = world.office.talk(&reporter.actor, &key).await.unwrap();
        assert_eq!(thread.notes[0].settled.as_ref().unwrap().account, reviewer.actor.account);
        assert_eq!(world.office.talk_counts(&reporter.actor, &key).await.unwrap().total(), Tally { notes: 3, open: 2, files: 0 });
        let mut reading = world.office.store().read().await.unwrap();
        assert_eq!(reading.open_notes_of(key.org_unit).await.unwrap()[&key], 2);
        assert_eq!(reading.open_notes_reviewed_by(unit("440700")).await.unwrap()[&key], 2);
        assert!(reading.open_notes_of(unit("440703")).await.unwrap().is_empty());
        let history = world.office.open_return(&reporter.actor, &key).await.unwrap().history;
        let actions: Vec<_> = history.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions, ["settle_comment", "comment", "comment", "comment"]);
    }

    async fn who_may_speak_and_who_may_only_read(world: World) {
        let key = pilot(COUNTY, MONTH);
        let says = |person: Actor| {
            let (office, key) = (world.office.clone(), key.clone());
            async move { office.comment(&person, &key, None, &format!("由 {}", person.account)).await }
        };
        for person in [world.reporter(COUNTY), world.reviewer("440700"), world.reviewer("440000"), world.person(Role::Evaluator, "440000"), world.administrator("000000")] {
            assert_eq!(says(person.actor.clone()).await, Ok(()), "{}", person.actor.account);
        }
        for person in [world.leader("440700"), world.reporter("440781"), world.reviewer("440300"), world.reporter("440700")] {
            assert_eq!(says(person.actor.clone()).await, Err(Refusal::Forbidden), "{}", person.actor.account);
        }
        let leader = world.leader("440700");
        let thread = world.office.talk(&leader.actor, &key).await.unwrap();
        assert_eq!(thread.notes.len(), 5);
        assert!(!thread.may_comment && !thread.may_add);
        let neighbour = world.reporter("440781");
        assert_eq!(world.office.talk(&neighbour.actor, &key).await, Err(Refusal::Forbidden));
        assert_eq!(world.office.talk_counts(&neighbour.actor, &key).await, Err(Refusal::Forbidden));
        let nowhere = pilot("999999", MONTH);
        assert_eq!(world.office.talk(&leader.actor, &nowhere).await, Err(Refusal::Missing));
        for person in [world.leader("440700"), world.person(Role::Evaluator, "440700"), world.reviewer("440000"), neighbour] {
            let done = lay(&world.office, &person.actor, "a.pdf", pdf()).await;
            assert_eq!(done, Err(Refusal::Forbidden), "{}", person.actor.account);
            assert_eq!(world.office.may_add_evidence(&person.actor, &key), Err(Refusal::Forbidden));
        }
        lay(&world.office, &world.reviewer("440700").actor, "a.pdf", pdf()).await.unwrap();
    }

    async fn a_note_is_words_and_not_too_many(world: World) {
        let key = pilot(COUNTY, MONTH);
        let county = world.reporter(COUNTY).actor;
        let office = &world.office;
        assert_eq!(office.comment(&county, &key, None, " \r\n\t ").await, fault(TalkFault::EmptyNote));
        assert_eq!(office.comment(&county, &key, None, &"字".repeat(2_001)).await, fault(TalkFault::LongNote(2_001)));
        assert_eq!(office.comment(&county, &key, None, &"字".repeat(2_000)).await, Ok(()));
        assert_eq!(office.comment(&county, &key, Some("hospitals_total"), "x").await, Err(Refusal::Missing), "counties are not asked this");
        assert_eq!(office.comment(&county, &key, Some("no_such"), "x").await, Err(Refusal::Missing));
        assert_eq!(office.talk(&county, &key).await.unwrap().notes.len(), 1);
    }

    async fn what_was_laid_down_comes_back_equal_and_is_kept_once(world: World) {
        let key = pilot(COUNTY, MONTH);
        let county = world.reporter(COUNTY).actor;
        let office = &world.office;
        let sheet = xlsx();
        let files = vec![
            file("照片/现场.jpg", jpeg(&[])),
            file("盖章件.pdf", pdf()),
            file("名册.xlsx", sheet.clone()),
            file("同一张.jpg", jpeg(&[])),
        ];
        office.add_evidence(&county, &key, Some("villages_with_room"), files.clone()).await.unwrap();
        office.add_evidence(&county, &key, Some("villages_with_room"), files).await.unwrap();
        let thread = office.talk(&county, &key).await.unwrap();
        let listed: Vec<_> = thread.files.iter().map(|file| (file.name.as_str(), file.kind)).collect();
        assert_eq!(listed, [("现场.jpg", FileKind::Jpeg), ("盖章件.pdf", FileKind::Pdf), ("名册.xlsx", FileKind::Xlsx)], "sent twice is listed once");
        for (file, bytes) in thread.files.iter().zip([jpeg(&[]), pdf(), sheet]) {
            let (name, kind, given) = given(office, &county, file.id).await.unwrap();
            assert_eq!((&name, kind), (&file.name, file.kind));
            assert!(given == bytes, "{name}");
        }
        lay(office, &county, "别名.pdf", pdf()).await.unwrap();
        let thread = office.talk(&county, &key).await.unwrap();
        assert_eq!(thread.files.len(), 4, "for the whole return it is another entry");
        assert_eq!(kept(&world), 3, "equal files are kept once");
        assert_eq!(office.talk_counts(&county, &key).await.unwrap().elements["villages_with_room"].files, 3);
        let id = thread.files[0].id;
        assert!(given(office, &world.leader("440700").actor, id).await.is_ok());
        assert_eq!(given(office, &world.reporter("440781").actor, id).await, Err(Refusal::Forbidden));
        assert_eq!(given(office, &county, 999_999).await, Err(Refusal::Missing));
        let elsewhere = office.give_out(&county, &pilot(COUNTY, "2020-10"), id).await;
        assert_eq!(elsewhere.unwrap_err(), Refusal::Missing, "a file lies beside its own return only");
        let history = office.open_return(&county, &key).await.unwrap().history;
        assert_eq!(history[1].reason.as_deref(), Some("现场.jpg, 盖章件.pdf, 名册.xlsx"));
    }

    async fn one_bad_file_and_none_is_kept(world: World) {
        let key = pilot(COUNTY, MONTH);
        let county = world.reporter(COUNTY).actor;
        let office = &world.office;
        let files = vec![file("好.pdf", pdf()), file("坏.pdf", b"MZ\x90\0this program".to_vec())];
        let done = office.add_evidence(&county, &key, None, files).await;
        assert_eq!(done, fault(TalkFault::OtherKind("坏.pdf".to_owned(), Looks::WindowsProgram)));
        assert_eq!(office.add_evidence(&county, &key, None, vec![]).await, fault(TalkFault::NoFile));
        let unasked = office.add_evidence(&county, &key, Some("hospitals_total"), vec![file("a.pdf", pdf())]).await;
        assert_eq!(unasked, Err(Refusal::Missing));
        assert!(office.talk(&county, &key).await.unwrap().files.is_empty());
        assert_eq!(kept(&world), 0);
    }

    async fn a_return_holds_fifty_files(world: World) {
        let key = pilot(COUNTY, MONTH);
        let county = world.reporter(COUNTY).actor;
        let office = &world.office;
        let some = |from: usize, to: usize| (from..to).map(|n| file(&format!("{n}.csv"), format!("a,{n}").into_bytes())).collect::<Vec<_>>();
        office.add_evidence(&county, &key, None, some(0, 49)).await.unwrap();
        assert_eq!(office.add_evidence(&county, &key, None, some(49, 51)).await, fault(TalkFault::TooManyFiles));
        assert_eq!(office.talk(&county, &key).await.unwrap().files.len(), 49);
        office.add_evidence(&county, &key, None, some(49, 50)).await.unwrap();
        assert_eq!(office.add_evidence(&county, &key, None, some(50, 51)).await, fault(TalkFault::TooManyFiles));
        let first = office.talk(&county, &key).await.unwrap().files[0].id;
        office.remove_evidence(&county, &key, first, "重复").await.unwrap();
        office.add_evidence(&county, &key, None, some(50, 51)).await.unwrap();
    }

    async fn a_removal_leaves_its_trace_and_an_accepted_return_keeps_its_evidence(world: World) {
        let key = pilot(COUNTY, MONTH);
        let county = world.reporter(COUNTY).actor;
        let reviewer = world.reviewer("440700").actor;
        let office = &world.office;
        lay(office, &county, "一.pdf", pdf()).await.unwrap();
        lay(office, &county, "二.jpg", jpeg(&[])).await.unwrap();
        let ids: Vec<i64> = office.talk(&county, &key).await.unwrap().files.iter().map(|file| file.id).collect();
        assert_eq!(office.remove_evidence(&county, &key, ids[0], " ").await, fault(TalkFault::NoReason));
        assert_eq!(office.remove_evidence(&reviewer, &key, ids[0], "不清楚").await, Err(Refusal::Forbidden), "only who laid it there");
        assert_eq!(office.remove_evidence(&county, &key, 999_999, "x").await, Err(Refusal::Missing));
        office.remove_evidence(&county, &key, ids[0], "传错了文件").await.unwrap();
        office.remove_evidence(&county, &key, ids[0], "传错了文件").await.unwrap();
        let thread = office.talk(&reviewer, &key).await.unwrap();
        let (did, because) = thread.files[0].removed.clone().unwrap();
        assert_eq!((did.account.as_str(), because.as_str()), (county.account.as_str(), "传错了文件"));
        assert_eq!(given(office, &county, ids[0]).await, fault(TalkFault::Removed));
        assert_eq!(office.talk_counts(&county, &key).await.unwrap().whole.files, 1);
        assert_eq!(kept(&world), 2, "its bytes stay");
        world.accepted(COUNTY, MONTH, &crate::returns::NOVEMBER).await;
        assert!(!office.talk(&county, &key).await.unwrap().files[1].may_remove);
        assert_eq!(office.remove_evidence(&county, &key, ids[1], "不要了").await, fault(TalkFault::Accepted));
        // A correction under way does not let go of what the accepted version rested on.
        world.reporter(COUNTY).save(MONTH, &[("smd_new", "2")]).await.unwrap();
        assert_eq!(office.remove_evidence(&county, &key, ids[1], "不要了").await, fault(TalkFault::Accepted));
        lay(office, &county, "三.png", png()).await.unwrap();
        let new = office.talk(&county, &key).await.unwrap().files[2].clone();
        assert!(new.may_remove);
        office.remove_evidence(&county, &key, new.id, "传错").await.unwrap();
    }

    async fn a_lost_file_and_an_absent_storage_are_said(world: World) {
        let key = pilot(COUNTY, MONTH);
        let county = world.reporter(COUNTY).actor;
        lay(&world.office, &county, "一.pdf", pdf()).await.unwrap();
        let id = world.office.talk(&county, &key).await.unwrap().files[0].id;
        std::fs::remove_dir_all(&world.evidence).unwrap();
        assert_eq!(given(&world.office, &county, id).await, fault(TalkFault::Gone));
        // A file in the place of the folder: nothing can be kept.
        std::fs::write(&world.evidence, b"").unwrap();
        assert_eq!(lay(&world.office, &county, "二.jpg", jpeg(&[])).await, fault(TalkFault::Storage));
        assert_eq!(world.office.talk(&county, &key).await.unwrap().files.len(), 1);
        std::fs::remove_file(&world.evidence).unwrap();
    }

    async fn evidence_lies_in_an_s3_service_too(world: World) {
        let address = std::env::var("XINHENG_TEST_S3").expect(NO_SERVICE);
        let prefix = format!("run-{}-{:?}", std::process::id(), world.engine()).to_lowercase();
        let office = world.office.clone().keeping_evidence_in(Depot::open(&address, &prefix).unwrap());
        let key = pilot(COUNTY, MONTH);
        let county = world.reporter(COUNTY).actor;
        let files = vec![file("现场.jpg", jpeg(&[])), file("大.csv", "一,二\n".repeat(900_000).into_bytes())];
        office.add_evidence(&county, &key, None, files.clone()).await.unwrap();
        office.add_evidence(&county, &key, Some("smd_registered"), files.clone()).await.unwrap();
        let listed = office.talk(&county, &key).await.unwrap().files;
        assert_eq!(listed.len(), 4);
        for (listed, file) in listed.iter().zip(files.iter().cycle()) {
            assert_eq!(given(&office, &county, listed.id).await.unwrap().2, file.bytes);
        }
        let other = Depot::open(&address, &format!("{prefix}-other")).unwrap();
        let elsewhere = office.clone().keeping_evidence_in(other);
        assert_eq!(given(&elsewhere, &county, listed[0].id).await, fault(TalkFault::Gone));
        let no_bucket = Depot::open("s3://xinheng-no-such-bucket", "").unwrap();
        let astray = office.keeping_evidence_in(no_bucket);
        let done = lay(&astray, &county, "三.png", png()).await;
        assert!(matches!(done, Err(Refusal::Talk(TalkFault::Storage | TalkFault::Gone))), "{done:?}");
        assert!(Depot::open("ftp://elsewhere/x", "").is_err());
    }
}

const NO_SERVICE: &str = "
Evidence is tested on a folder and on an S3-compatible service, and there is no service: set
XINHENG_TEST_S3 to a bucket, such as s3://xinheng-test, and AWS_ENDPOINT, AWS_ALLOW_HTTP,
AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY to where it lies. To have one for a command:
    bash .ci/install.sh s3
    bash .ci/with-s3.sh cargo test -p server
";

/// How many files lie in a world's folder.
fn kept(world: &World) -> usize {
    std::fs::read_dir(&world.evidence)
        .unwrap()
        .map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count())
        .sum()
}

fn kind(name: &str, bytes: Vec<u8>) -> Result<(FileKind, String), TalkFault> {
    checked(file(name, bytes)).map(|checked| (checked.kind, checked.name))
}

#[test]
fn a_file_is_what_its_content_says() {
    let gbk = b"\xb5\xd8\xc7\xf8,\xca\xfd\r\n".to_vec();
    let ods = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", "<x/>"),
        ("META-INF/manifest.xml", "<manifest/>"),
    ]);
    for (name, bytes, expected, named) in [
        ("a.jpg", jpeg(&[]), FileKind::Jpeg, "a.jpg"),
        ("a.pdf", jpeg(&[]), FileKind::Jpeg, "a.pdf.jpg"),
        ("a.png", png(), FileKind::Png, "a.png"),
        ("a.webp", webp(), FileKind::Webp, "a.webp"),
        ("IMG_1.HEIC", heic(), FileKind::Heic, "IMG_1.HEIC"),
        ("a", pdf(), FileKind::Pdf, "a.pdf"),
        ("a.xlsx", xlsx(), FileKind::Xlsx, "a.xlsx"),
        ("a.xls", compound(&["/Workbook"]), FileKind::Xls, "a.xls"),
        ("a.ods", ods, FileKind::Ods, "a.ods"),
        ("a.csv", "\u{feff}地区,数\n".into(), FileKind::Csv, "a.csv"),
        ("a.CSV", gbk, FileKind::CsvGbk, "a.CSV"),
    ] {
        assert_eq!(
            kind(name, bytes),
            Ok((expected, named.to_owned())),
            "{name}"
        );
    }
}

#[test]
fn what_is_no_evidence_is_refused_by_what_it_is() {
    let other = |name: &str, bytes: &[u8], looks| {
        let refused = kind(name, bytes.to_vec());
        assert_eq!(
            refused,
            Err(TalkFault::OtherKind(name.to_owned(), looks)),
            "{name}"
        );
    };
    other("a.pdf", b"MZ\x90\0\x03\0\0\0", Looks::WindowsProgram);
    other(
        "a.jpg",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0",
        Looks::Program,
    );
    other("a.csv", b"#!/bin/sh\nrm -r x\n", Looks::Program);
    other("a.csv", b"<html><script>alert(1)</script>", Looks::WebPage);
    other(
        "a.png",
        b"\xef\xbb\xbf  <svg xmlns='http://www.w3.org/2000/svg'/>",
        Looks::WebPage,
    );
    other("a.pdf", b"<?xml version='1.0'?><svg/>", Looks::WebPage);
    other("a.gif", b"GIF89a\x01\0\x01\0", Looks::OtherPicture);
    other("a.jpg", b"just words", Looks::Text);
    other("a.csv", b"a,b\0c", Looks::Unknown);
    other("a.csv", &[0xff; 40], Looks::Unknown);
    other("a.zip", &zip(&[("a.jpg", "x")]), Looks::Archive);
    let types = |main: &str| format!("<Types><Override ContentType='{main}'/></Types>");
    let word =
        types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml");
    other(
        "a.xlsx",
        &zip(&[
            ("[Content_Types].xml", word.as_str()),
            ("word/document.xml", ""),
        ]),
        Looks::Document,
    );
    other("a.xls", &compound(&["/WordDocument"]), Looks::Document);
    other("setup.msi", &compound(&["/Property"]), Looks::Unknown);
    let macros = |name: &str, bytes: &[u8]| {
        assert_eq!(
            kind(name, bytes.to_vec()),
            Err(TalkFault::Macros(name.to_owned())),
            "{name}"
        );
    };
    let plain = types("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml");
    let enabled = types("application/vnd.ms-excel.sheet.macroEnabled.main+xml");
    macros(
        "a.xlsx",
        &zip(&[
            ("[Content_Types].xml", enabled.as_str()),
            ("xl/workbook.xml", ""),
        ]),
    );
    macros(
        "b.xlsx",
        &zip(&[
            ("[Content_Types].xml", plain.as_str()),
            ("xl/workbook.xml", ""),
            ("xl/vbaProject.bin", ""),
        ]),
    );
    macros("a.xls", &compound(&["/Workbook", "/_VBA_PROJECT_CUR/"]));
    let spreadsheet = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    macros(
        "a.ods",
        &zip(&[
            spreadsheet,
            ("content.xml", ""),
            ("Basic/Standard/Module1.xml", ""),
        ]),
    );
    let password = |name: &str, bytes: &[u8]| {
        assert_eq!(
            kind(name, bytes.to_vec()),
            Err(TalkFault::Password(name.to_owned())),
            "{name}"
        );
    };
    password("a.xlsx", &compound(&["/EncryptedPackage"]));
    password(
        "a.ods",
        &zip(&[
            spreadsheet,
            ("content.xml", ""),
            ("META-INF/manifest.xml", "<manifest:encryption-data/>"),
        ]),
    );
    assert_eq!(
        kind("../空.pdf", vec![]),
        Err(TalkFault::EmptyFile("空.pdf".to_owned()))
    );
    let large = vec![b'a'; LARGEST_FILE as usize + 1];
    assert_eq!(
        kind("a.csv", large),
        Err(TalkFault::LargeFile("a.csv".to_owned()))
    );
}

#[test]
fn what_breaks_off_is_refused() {
    for (name, whole) in [
        ("a.jpg", jpeg(&[])),
        ("a.png", png()),
        ("a.webp", webp()),
        ("a.heic", heic()),
        ("a.pdf", pdf()),
        ("a.xlsx", xlsx()),
        ("a.xls", compound(&["/Workbook"])),
    ] {
        // From where the kind can be told to shortly before the end; a compound file ends in
        // whole sectors of which the last may be empty.
        let most = match name {
            "a.xls" => whole.len() / 2,
            _ => whole.len() - 8,
        };
        for length in [most, most * 2 / 3, 40.min(most)] {
            let refused = kind(name, whole[..length].to_vec());
            assert!(
                matches!(refused, Err(TalkFault::Damaged(_))),
                "{name} of {length}: {refused:?}"
            );
        }
    }
}

#[test]
fn photos_keep_the_picture_and_not_the_place() {
    let telling = [
        (
            "a.jpg",
            [
                jpeg(&[(0xe1, &exif()), (0xfe, b"22.19N")]),
                b"tail 22.19N".to_vec(),
            ]
            .concat(),
        ),
        ("a.png", [png(), b"tail 22.19N".to_vec()].concat()),
        ("a.webp", webp()),
        ("a.heic", heic()),
    ];
    for (name, bytes) in telling {
        assert!(tells_the_place(&bytes), "{name}");
        let kept = checked(file(name, bytes)).unwrap().bytes;
        assert!(!tells_the_place(&kept), "{name}");
        let again = checked(file(name, kept.clone())).unwrap().bytes;
        assert_eq!(
            again, kept,
            "{name}: once cleaned, nothing changes any more"
        );
    }
    let turned = checked(file("a.jpg", jpeg(&[(0xe1, &exif())])))
        .unwrap()
        .bytes;
    let upright = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    assert_eq!(turned, jpeg(&[(0xe1, upright)]), "which way is up stays");
    let profile = jpeg(&[
        (0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        (0xe2, b"ICC_PROFILE\0\x01\x01x"),
    ]);
    assert_eq!(
        checked(file("a.jpg", profile.clone())).unwrap().bytes,
        profile
    );
}
