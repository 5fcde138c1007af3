/* Files that are dropped on a page. */

/* Have a zone take what is dropped on it; what is dropped beside it does not replace the page. */
export const acceptDrops = (zone, isClosed, take) => {
    const mark = (isOver) => zone.classList.toggle("psc-drop-over", isOver);
    for (const name of ["dragover", "drop"]) {
        window.addEventListener(name, (event) => event.preventDefault());
    }
    zone.addEventListener("dragover", () => mark(!isClosed()));
    zone.addEventListener("dragleave", () => mark(false));
    zone.addEventListener("drop", (event) => {
        mark(false);
        if (!isClosed()) {
            take(event.dataTransfer);
        }
    });
};

/* The files that were dropped, and those that lie in folders that were: dist/ as a whole. */
export const filesOf = async (dropped) => {
    const found = [...dropped.items].map((item) => item.webkitGetAsEntry?.());
    const folders = found.filter((entry) => entry?.isDirectory);
    const names = new Set(folders.map((folder) => folder.name));
    const files = [...dropped.files].filter((file) => !names.has(file.name));
    for (const folder of folders) {
        files.push(...(await filesIn(folder)));
    }
    return files;
};

/* What of a folder can't be read is left out, as if it were not there. */
const filesIn = async (folder) => {
    const reader = folder.createReader();
    const ask = (call) => new Promise((resolve) => call(resolve, () => resolve(null)));
    const files = [];
    for (;;) {
        const some = await ask((done, failed) => reader.readEntries(done, failed));
        if (!some?.length) {
            return files;
        }
        for (const entry of some.filter((one) => one.isFile)) {
            const file = await ask((done, failed) => entry.file(done, failed));
            files.push(...(file ? [file] : []));
        }
    }
};
