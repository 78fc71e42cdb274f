//! Lays out the site that the server carries: `bundle FRONT.wasm SITE [small]`.
//!
//! With `small` each file of `pkg` gets a brotli twin, packed as tightly as it goes: that takes
//! seconds once, and not at every visit.
//!
//! The compiled front end becomes `SITE/pkg/xinheng.js` and `SITE/pkg/xinheng_bg.wasm`, the
//! stylesheet `SITE/main.css`, and what is in `public/` goes to the root of the site beside it.
//! It is a program of ours because the version of wasm-bindgen must be the very one the front
//! end was compiled with: here Cargo.lock pins both.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};
use wasm_bindgen_cli_support::Bindgen;

/// The name of the files in `pkg`; the server writes it into every page.
const NAME: &str = "xinheng";

/// Whether the package's files get packed twins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Brotli,
}

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let (wasm, site, packing) = match arguments.as_slice() {
        [wasm, site] => (wasm, site, Packing::None),
        [wasm, site, word] if word.as_os_str() == "small" => (wasm, site, Packing::Brotli),
        _ => {
            eprintln!("usage: bundle FRONT.wasm SITE [small]");
            return ExitCode::from(2);
        }
    };
    match bundle(wasm, site, packing) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("bundle: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Makes the site anew beside the old one and puts it in its place, so that a server that reads
/// from the folder never finds half of it and nothing outlives its source.
fn bundle(wasm: &Path, site: &Path, packing: Packing) -> Result<(), String> {
    let fresh = site.with_extension("new");
    clear(&fresh)?;
    let package = fresh.join("pkg");
    make(&package)?;
    Bindgen::new()
        .input_path(wasm)
        .web(true)
        .map_err(|why| format!("{}: {why:#}", wasm.display()))?
        .out_name(NAME)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&package)
        .map_err(|why| format!("{}: {why:#}", wasm.display()))?;
    if packing == Packing::Brotli {
        pack(&package.join(format!("{NAME}.js")))?;
        pack(&package.join(format!("{NAME}_bg.wasm")))?;
    }
    let root = workspace();
    copy(&root.join("style/main.css"), &fresh.join("main.css"))?;
    copy_tree(&root.join("public"), &fresh)?;
    clear(site)?;
    fs::rename(&fresh, site).map_err(|why| at(site, &why))?;
    tell(site)
}

/// Writes `FILE.br` beside a file.
fn pack(file: &Path) -> Result<(), String> {
    let twin = PathBuf::from(format!("{}.br", file.display()));
    let mut from = fs::File::open(file).map_err(|why| at(file, &why))?;
    let mut to = fs::File::create(&twin).map_err(|why| at(&twin, &why))?;
    let settings = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut from, &mut to, &settings).map_err(|why| at(&twin, &why))?;
    Ok(())
}

/// The folder of the workspace: this crate lies two below it.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn clear(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => Err(at(folder, &why)),
        _ => Ok(()),
    }
}

fn make(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|why| at(folder, &why))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(|_| ()).map_err(|why| at(from, &why))
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), String> {
    make(to)?;
    for entry in fs::read_dir(from).map_err(|why| at(from, &why))? {
        let entry = entry.map_err(|why| at(from, &why))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy_tree(&path, &target)?,
            false => copy(&path, &target)?,
        }
    }
    Ok(())
}

/// Prints what a browser will load, with its size.
fn tell(site: &Path) -> Result<(), String> {
    let package = site.join("pkg");
    tell_one(&site.join("main.css"))?;
    tell_one(&package.join(format!("{NAME}.js")))?;
    tell_one(&package.join(format!("{NAME}_bg.wasm")))
}

fn tell_one(file: &Path) -> Result<(), String> {
    let size = fs::metadata(file).map_err(|why| at(file, &why))?.len();
    println!("{:>10} bytes  {}", size, file.display());
    Ok(())
}

fn at(path: &Path, why: &io::Error) -> String {
    format!("{}: {why}", path.display())
}
