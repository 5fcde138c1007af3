/* The form that uploads files: one request for each, so that people see how far it is.

   Without this file the form sends all files at once, and the page tells what has become of them.
   The browser reads what it sends from the disk as it goes; no file is held in memory here. */

import { element, wordsOf } from "./upload_words.js";
import { acceptDrops, filesOf } from "./dropped.js";

/* Milliseconds: a screen reader shall not be told of each of a thousand files. */
const TELL_EACH = 3000;
/* How many files are listed; of the rest those that are refused. */
const MOST_LISTED = 500;

/* Is a file still to be sent? */
const isOpen = ({ state }) => state === "waiting" || state === "failed";
const isSame = (one, other) => one.size === other.size && one.lastModified === other.lastModified;

const begin = (form) => {
    const part = (name) => document.getElementById(`psc-upload-${name}`);
    const [input, list, send, stop] = ["files", "list", "send", "stop"].map(part);
    const [status, bar, login] = ["status", "progress", "login"].map(part);
    const sendTitle = send.textContent;
    /* All files of this page, in their order. State: waiting, sending, taken, refused, failed. */
    const entries = [];
    let current = null;
    let isRunning = false;
    let isStopped = false;
    let toldAt = 0;

    const { words, inWords } = wordsOf(form);
    const count = (state) => entries.filter((entry) => entry.state === state).length;
    const tell = (text, kind = "info", atOnce = true) => {
        const now = Date.now();
        if (atOnce || now - toldAt > TELL_EACH) {
            toldAt = now;
            status.textContent = text;
            status.className = `alert alert-${kind}`;
        }
    };

    const showButtons = () => {
        const left = entries.some(isOpen);
        const isAgain = count("failed") > 0;
        send.disabled = isRunning || (entries.length > 0 && !left);
        send.textContent = isAgain ? words("Again") : sendTitle;
        stop.hidden = !isRunning;
        input.disabled = isRunning;
        input.required = entries.length === 0;
        for (const entry of entries) {
            if (entry.remove) {
                entry.remove.hidden = isRunning || !isOpen(entry);
            }
        }
    };

    const makeRow = (entry) => {
        entry.row = element("li", "list-group-item text-break");
        const head = element("div", "d-flex gap-2 align-items-baseline");
        head.append(element("strong", "me-auto psc-name", entry.file.name));
        const size = inWords(entry.file.size);
        entry.sizeTold = element("span", "text-nowrap small psc-number", size);
        head.append(entry.sizeTold);
        entry.remove = element("button", "btn btn-sm btn-outline-secondary", words("Remove"));
        entry.remove.type = "button";
        entry.remove.append(element("span", "visually-hidden", ` ${entry.file.name}`));
        entry.remove.addEventListener("click", () => {
            entries.splice(entries.indexOf(entry), 1);
            entry.row.remove();
            list.hidden = !list.children.length;
            showButtons();
            input.focus();
        });
        head.append(entry.remove);
        entry.told = element("div", "small", words("Waiting"));
        entry.row.append(head, entry.told);
    };

    const show = (entry, text, kind = "") => {
        if (!entry.row) {
            if (kind !== "danger") {
                return;
            }
            makeRow(entry);
            list.append(entry.row);
        }
        entry.told.textContent = text;
        entry.told.className = kind ? `small text-${kind}-emphasis` : "small";
    };

    const finish = (entry, state, text, kind) => {
        entry.state = state;
        show(entry, text, kind);
        if (entry.bar) {
            entry.bar.remove();
            entry.bar = null;
        }
    };

    /* A file that is chosen again takes its own place, since an index has a name once. */
    const add = (files) => {
        const known = new Map(entries.map((entry) => [entry.file.name, entry]));
        const rows = document.createDocumentFragment();
        for (const file of files) {
            const before = known.get(file.name);
            if (before && (isOpen(before) || isSame(before.file, file))) {
                replaceFile(before, file);
                continue;
            }
            const entry = { file, state: "waiting" };
            known.set(file.name, entry);
            entries.push(entry);
            if (list.children.length + rows.children.length < MOST_LISTED) {
                makeRow(entry);
                rows.append(entry.row);
            }
            refuseLarge(entry);
        }
        list.append(rows);
        list.hidden = !list.children.length;
        if (entries.length) {
            tell(words("Running", totals()));
        }
        showButtons();
    };

    const replaceFile = (entry, file) => {
        if (isOpen(entry)) {
            entry.file = file;
            if (entry.sizeTold) {
                entry.sizeTold.textContent = inWords(file.size);
            }
            finish(entry, "waiting", words("Waiting"));
            refuseLarge(entry);
        }
    };

    const refuseLarge = (entry) => {
        if (entry.file.size > Number(form.dataset.pscLargest)) {
            finish(entry, "refused", form.dataset.pscTooLarge, "danger");
        }
    };

    const totals = () => ({
        all: entries.length,
        done: count("taken") + count("refused"),
        refused: count("refused") + count("failed"),
        taken: count("taken"),
    });

    const showProgress = (loaded = 0) => {
        const sum = (some) => some.reduce((size, entry) => size + entry.file.size, 0);
        const done = sum(entries.filter(({ state }) => state === "taken" || state === "refused"));
        bar.value = (1000 * (done + loaded)) / Math.max(1, sum(entries));
    };

    const showSent = (entry, event) => {
        if (!entry.bar && entry.row) {
            entry.bar = element("progress", "w-100");
            entry.bar.max = 100;
            entry.bar.setAttribute("aria-label", entry.file.name);
            entry.row.append(entry.bar);
        }
        const percent = Math.floor((100 * event.loaded) / Math.max(1, event.total));
        if (entry.bar) {
            entry.bar.value = percent;
        }
        const isSent = event.loaded >= event.total;
        show(entry, isSent ? words("Checked") : words("Sending", { percent }));
        showProgress(Math.min(event.loaded, entry.file.size));
    };

    /* What the server says of a file; resolved with whether the next one can be sent. */
    const read = (entry, request) => {
        let outcome = null;
        try {
            [outcome] = JSON.parse(request.responseText);
        } catch {
            outcome = null;
        }
        const wasSentAway = request.responseURL && !request.responseURL.startsWith(form.action);
        if (request.status === 401 || (!outcome && wasSentAway)) {
            finish(entry, "failed", words("Over"), "danger");
            tell(words("Over"), "danger");
            login.hidden = false;
            return false;
        }
        if (!outcome) {
            const type = request.getResponseHeader("Content-Type") || "";
            const isPlain = type.startsWith("text/plain") && request.responseText.length < 500;
            const isLarge = request.status === 413;
            const text = isLarge ? words("Body") : isPlain ? request.responseText : words("Failed");
            const isFinal = request.status < 500 && request.status >= 400;
            finish(entry, isFinal ? "refused" : "failed", text, "danger");
            return isFinal;
        }
        if (outcome.is_taken) {
            finish(entry, "taken", outcome.text, "success");
            if (outcome.url && entry.row) {
                const link = element("a", "", outcome.title);
                link.href = outcome.url;
                entry.told.append(" ", link);
            }
        } else {
            finish(entry, outcome.may_be_sent_again ? "failed" : "refused", outcome.text, "danger");
        }
        if (outcome.details.length && entry.row) {
            const more = element("div", "small text-body-secondary");
            more.lang = "en";
            more.append(...outcome.details.map((line) => element("div", "", line)));
            entry.told.append(more);
        }
        return true;
    };

    const sendOne = (entry) =>
        new Promise((resolve) => {
            const data = new FormData(form);
            data.delete(input.name);
            data.append("for_script", "1");
            data.append(input.name, entry.file);
            const request = new XMLHttpRequest();
            current = request;
            entry.state = "sending";
            request.upload.addEventListener("progress", (event) => showSent(entry, event));
            request.addEventListener("load", () => resolve(read(entry, request)));
            request.addEventListener("error", () => {
                finish(entry, "failed", words("Lost"), "danger");
                tell(words("Lost"), "danger");
                resolve(false);
            });
            request.addEventListener("abort", () => {
                finish(entry, "waiting", words("Waiting"));
                resolve(false);
            });
            request.open("POST", form.action);
            request.send(data);
        });

    const sendAll = async () => {
        isRunning = true;
        isStopped = false;
        bar.hidden = false;
        login.hidden = true;
        const todo = entries.filter(isOpen);
        tell(words("Running", totals()));
        showButtons();
        let goesOn = true;
        for (const entry of todo) {
            goesOn = await sendOne(entry);
            showProgress();
            if (!goesOn || isStopped) {
                break;
            }
            tell(words("Running", totals()), "info", false);
        }
        current = null;
        isRunning = false;
        bar.hidden = true;
        if (goesOn || isStopped) {
            const { all, taken } = totals();
            const kind = all === taken ? "success" : "warning";
            tell(words(isStopped ? "Running" : "Done", totals()), kind);
        }
        showButtons();
    };

    form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (!isRunning && entries.length) {
            sendAll();
        }
    });
    stop.addEventListener("click", () => {
        isStopped = true;
        if (current) {
            current.abort();
        }
    });
    input.addEventListener("change", () => {
        add(input.files);
        input.value = "";
    });
    window.addEventListener("beforeunload", (event) => {
        if (isRunning) {
            event.preventDefault();
        }
    });
    acceptDrops(form.querySelector(".psc-drop"), () => isRunning, async (dropped) => {
        const files = await filesOf(dropped);
        if (!files.length) {
            tell(words("Folder"), "warning");
        }
        add(files);
    });
};

const form = document.getElementById("psc-upload");
if (form) {
    begin(form);
}
