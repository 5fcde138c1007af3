/* One box ticks all boxes of a form: [data-psc-all] names them. Without this file it stays hidden. */

(() => {
    "use strict";

    const prepare = (all) => {
        const boxes = [...all.form.querySelectorAll(`[name="${all.dataset.pscAll}"]`)];
        const tell = () => {
            const ticked = boxes.filter((box) => box.checked).length;
            all.checked = ticked === boxes.length;
            all.indeterminate = ticked > 0 && ticked < boxes.length;
        };
        all.closest("[hidden]").hidden = false;
        all.addEventListener("change", () => {
            for (const box of boxes) {
                box.checked = all.checked;
            }
        });
        boxes.forEach((box) => box.addEventListener("change", tell));
        tell();
    };

    const begin = () => {
        document.querySelectorAll("[data-psc-all]").forEach(prepare);
    };

    if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", begin);
    } else {
        begin();
    }
})();
