"""The upload form in a real browser: files chosen and dropped, sent, refused, sent again."""

from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.browser.in_browser import BrowserTest
from Products.PloneSoftwareCenter.tests.browser.in_browser import PHONE
from Products.PloneSoftwareCenter.tests.browser.test_all_pages import PICTURES
from Products.PloneSoftwareCenter.tests.browser.test_all_pages import WRITES_PICTURES

import base64


#: puts files on the zone as somebody does who drags them from a window of the desktop
DROP = """([zone, files]) => {
    const dropped = new DataTransfer();
    for (const [name, text] of files) {
        const bytes = Uint8Array.from(atob(text), one => one.charCodeAt(0));
        dropped.items.add(new File([bytes], name));
    }
    const told = {bubbles: true, cancelable: true, dataTransfer: dropped};
    for (const name of ["dragenter", "dragover", "drop"]) {
        document.querySelector(zone).dispatchEvent(new DragEvent(name, told));
    }
}"""

#: reads a folder with a file that can't be read, in a place where reading ends with a failure
READ_FOLDER = """async address => {
    const { filesOf } = await import(address);
    const isFile = true;
    const good = {isFile, file: done => done(new File([], "readable"))};
    const bad = {isFile, file: (_, failed) => failed("gone")};
    const parts = [[bad, good]];
    const readEntries = (done, failed) => parts.length ? done(parts.pop()) : failed("gone");
    const folder = {isDirectory: true, name: "dist", createReader: () => ({readEntries})};
    const dropped = {items: [{webkitGetAsEntry: () => folder}], files: []};
    return (await filesOf(dropped)).map(file => file.name);
}"""


class TestUploadInBrowser(BrowserTest):
    def open_form(self, path="", *, width=1280, scripts=True):
        page = self.open_window(width, scripts=scripts)
        self.log_in(page, OWNER, PASSWORD)
        page.goto(f"{self.url}{path}/upload-files", wait_until="networkidle")
        self.posts = []
        page.on("request", self._note_post)
        return page

    def _note_post(self, request):
        if request.method == "POST":
            self.posts.append(request.url)

    def wheel(self, name="demo", version="1.0", **more):
        return make_wheel(name, version, folder=self.folder, **more)

    def drop(self, page, *files):
        pairs = [(file.name, base64.b64encode(file.read_bytes()).decode()) for file in files]
        page.evaluate(DROP, [".psc-drop", pairs])

    def drop_folder(self, page, folder):
        """Drop it as the browser itself takes it from the desktop: scripts can't make one up."""
        box = page.locator(".psc-drop").bounding_box()
        place = {"x": box["x"] + 20, "y": box["y"] + 20}
        data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
        browser = page.context.new_cdp_session(page)
        for step in ("dragEnter", "dragOver", "drop"):
            browser.send("Input.dispatchDragEvent", {"type": step, **place, "data": data})

    def wait_told(self, page, text):
        page.wait_for_selector(f"#psc-upload-status:has-text('{text}')")

    def test_files_are_chosen_dropped_sent_once_and_lead_to_their_releases(self):
        wheel, sdist = self.wheel(), make_sdist("demo", "1.1", folder=self.folder)
        broken = self.folder / "broken-1.0-py3-none-any.whl"
        broken.write_bytes(b"no zip")
        page = self.open_form()
        page.set_input_files("#psc-upload-files", [wheel, broken])
        self.drop(page, sdist, wheel)
        self.assertEqual(page.locator("#psc-upload-list li").count(), 3, "none is listed twice")
        self.assertEqual(self.posts, [], "nothing is sent before somebody says so")
        self.assertEqual(self.barriers(page), [])
        page.dblclick("#psc-upload-send")
        self.wait_told(page, "2 of 3 files are there; refused: 1.")
        self.assertEqual(self.posts, [f"{self.url}/upload-files"] * 3)
        self.assertIn("The archive is damaged", page.inner_text("#psc-upload-list li >> nth=1"))
        self.assertTrue(page.is_disabled("#psc-upload-send"), "all is told")
        self.assertEqual(self.barriers(page), [])
        if WRITES_PICTURES:
            page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
            page.screenshot(path=PICTURES / "upload.png", animations="disabled")
        page.click("#psc-upload-list >> text=demo 1.1")
        page.wait_for_url(f"{self.url}/demo/1.1")
        self.assertIn(sdist.name, page.inner_text("#content"))
        self.assertEqual(self.filenames("demo"), [wheel.name, sdist.name])
        refused = [fault for fault in self.faults if "400" not in fault]
        self.assertEqual(refused, [])

    def test_folder_is_dropped_with_all_files_that_lie_in_it(self):
        folder, empty = self.folder / "dist", self.folder / "empty"
        for path in (folder / "older", empty):
            path.mkdir(parents=True)
        names = [make_wheel("demo", version, folder=folder).name for version in ("1.0", "1.1")]
        make_wheel("demo", "0.9", folder=folder / "older")
        page = self.open_form()
        self.drop_folder(page, empty)
        self.wait_told(page, "Nothing to send was found in it.")
        self.drop_folder(page, folder)
        self.wait_told(page, "0 of 2 files sent")
        listed = page.locator("#psc-upload-list strong").all_inner_texts()
        self.assertEqual(sorted(listed), names)
        page.click("#psc-upload-send")
        self.wait_told(page, "2 of 2 files are there; refused: 0.")
        self.assertEqual(self.filenames("demo"), names)
        self.assertEqual(self.faults, [])

    def test_what_of_a_folder_cannot_be_read_is_left_out(self):
        page = self.open_form()
        script = f"{self.portal.absolute_url()}/++resource++psc/dropped.js"
        names = page.evaluate(READ_FOLDER, script)
        self.assertEqual(names, ["readable"])

    def test_keyboard_alone_sends_a_file_on_a_phone(self):
        page = self.open_form(width=PHONE)
        page.set_input_files("#psc-upload-files", self.wheel())
        self.assertFits(page, PHONE)
        page.focus("#psc-upload-files")
        for _step in range(3):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "psc-upload-send":
                break
        page.keyboard.press("Enter")
        self.wait_told(page, "1 of 1 files are there")
        self.assertFits(page, PHONE)
        self.assertEqual(self.faults, [])

    def test_form_works_without_scripts(self):
        wheels = [self.wheel(), self.wheel(version="1.1")]
        page = self.open_form(width=PHONE, scripts=False)
        page.set_input_files("#psc-upload-files", wheels)
        page.click("#psc-upload-send")
        page.wait_for_selector("#psc-upload-told")
        self.assertEqual(self.filenames("demo"), [wheel.name for wheel in wheels])
        self.assertFits(page, PHONE)
        self.assertEqual(self.faults, [])

    def test_configuration_file_is_attached_on_the_page_of_a_release(self):
        self.assertEqual(self.owner.upload(self.wheel()).status, 200)
        file = self.folder / "versions.cfg"
        file.write_text("[versions]\ndemo = 1.0\n", encoding="utf-8")
        page = self.open_form("/demo/1.0")
        self.drop(page, file)
        page.click("#psc-upload-send")
        self.wait_told(page, "1 of 1 files are there")
        answer = self.nobody.get("/configuration/demo/1.0/versions.cfg")
        self.assertEqual(answer.body, file.read_bytes())
        self.assertEqual(self.faults, [])

    def test_lost_connection_is_told_and_tried_again(self):
        page = self.open_form()
        page.set_input_files("#psc-upload-files", [self.wheel(), self.wheel(version="1.1")])
        page.route("**/upload-files", lambda route: route.abort())
        page.click("#psc-upload-send")
        self.wait_told(page, "The connection was lost.")
        self.assertEqual(len(self.posts), 1, "the others are not lost, too")
        page.unroute("**/upload-files")
        page.click("#psc-upload-send:has-text('Try again')")
        self.wait_told(page, "2 of 2 files are there")
        self.assertEqual(len(self.files("demo")), 2)

    def test_session_that_ends_is_told_and_the_files_are_kept(self):
        page = self.open_form()
        page.set_input_files("#psc-upload-files", self.wheel())
        page.context.clear_cookies()
        page.click("#psc-upload-send")
        self.wait_told(page, "You are not logged in any more.")
        self.assertTrue(page.is_visible("#psc-upload-login"))
        self.log_in(page.context.new_page(), OWNER, PASSWORD)
        page.click("#psc-upload-send:has-text('Try again')")
        self.wait_told(page, "1 of 1 files are there")
        self.assertEqual(len(self.files("demo")), 1)

    def test_thousands_of_files_do_not_hold_the_page_up(self):
        page = self.open_form()
        add = """size => {
            const files = new DataTransfer();
            for (let number = 0; number < size; number++) {
                files.items.add(new File(["x"], `demo-${number}.zip`));
            }
            const input = document.getElementById("psc-upload-files");
            input.files = files.files;
            const begun = performance.now();
            input.dispatchEvent(new Event("change"));
            return performance.now() - begun;
        }"""
        # some hundred on a machine that has nothing else to do
        self.assertLess(page.evaluate(add, 5000), 30_000, "milliseconds")
        self.wait_told(page, "0 of 5000 files sent")
        self.assertEqual(page.locator("#psc-upload-list li").count(), 500)
        page.click("#psc-upload-send")
        page.wait_for_selector("#psc-upload-list >> text=The archive is damaged")
        page.click("#psc-upload-stop")
        page.wait_for_selector("#psc-upload-stop", state="hidden")
        # How many are sent before the button is pressed is the machine's; after it there are none.
        sent = len(self.posts)
        page.evaluate("async () => (await fetch(location.href)).status")
        self.assertEqual(len(self.posts), sent)
        self.assertLess(sent, 2500)

    def test_file_above_the_limit_is_not_sent_at_all(self):
        with self.changes():
            self.center.max_file_size = 1
        page = self.open_form()
        large = self.folder / "large-1.0.tar.gz"
        large.write_bytes(bytes(2**20 + 1))
        page.set_input_files("#psc-upload-files", [large])
        self.assertIn("at most 1 MB", page.inner_text("#psc-upload-list"))
        self.assertTrue(page.is_disabled("#psc-upload-send"))
        self.assertEqual(self.posts, [])
