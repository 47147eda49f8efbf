//! Packages of the distribution.

use std::process::Command;

use crate::environment::Environment;
use crate::failure::{Failure, Result};
use crate::process;

/// Package managers that are only named to the person: package names differ between them.
const OTHERS: [(&str, &str); 6] = [
    ("dnf", "dnf install"),
    ("pacman", "pacman -S"),
    ("zypper", "zypper install"),
    ("apk", "apk add"),
    ("brew", "brew install"),
    ("nix-env", "nix-env -iA"),
];

/// Installs packages with apt as root or through sudo; elsewhere says what to install.
pub(crate) fn install(environment: &Environment, packages: &[&str], what: &str) -> Result<()> {
    if !environment.has("apt-get") {
        return Err(Failure::new(format!("{what} is missing"), advice_without_apt(environment, packages)));
    }
    let by_hand = format!("run `apt-get update && apt-get install {}` as root", packages.join(" "));
    println!("   {what} is missing; installing {}", packages.join(", "));

    let mut update = privileged(environment, "apt-get", &by_hand)?;
    update.args(["update", "-qq"]);
    // An old list may still do; a list that does not makes the next command fail and say so.
    let _ = process::run("package lists", &mut update, "");

    let mut install = privileged(environment, "apt-get", &by_hand)?;
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    process::run(what, &mut install, &by_hand)
}

/// A command as root: as it is, or through sudo.
pub(crate) fn privileged(environment: &Environment, program: &str, by_hand: &str) -> Result<Command> {
    let mut command = if is_root(environment) {
        environment.command(program)
    } else if environment.has("sudo") {
        let mut sudo = environment.command("sudo");
        sudo.args(["--preserve-env=DEBIAN_FRONTEND", program]);
        sudo
    } else {
        return Err(Failure::new(format!("`{program}` needs root, and there is no sudo"), by_hand));
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

pub(crate) fn is_root(environment: &Environment) -> bool {
    process::capture(environment.command("id").arg("-u")).as_deref() == Some("0")
}

fn advice_without_apt(environment: &Environment, packages: &[&str]) -> String {
    let debian = packages.join(" ");
    match OTHERS.iter().find(|(program, _)| environment.has(program)) {
        Some((_, install)) => {
            format!("install it with `{install} ...`; on Debian the packages are: {debian}")
        }
        None => {
            format!("install it with your package manager; on Debian the packages are: {debian}")
        }
    }
}
