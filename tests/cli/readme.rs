//! The table of checks in the README is what the registry says.

use crate::run;

#[test]
fn the_table_of_checks_is_up_to_date() {
    let readme = std::fs::read_to_string("README.md").expect("the README");
    let table = readme
        .split("<!-- checks -->\n")
        .nth(1)
        .expect("the table stands between two lines `<!-- checks -->`");
    let listed = run(&["list", "--format", "markdown"]).out;
    assert!(
        table.trim() == listed.trim(),
        "put what `bilint list --format markdown` prints between the lines `<!-- checks -->`"
    );
}
