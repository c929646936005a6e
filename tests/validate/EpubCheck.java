import com.adobe.epubcheck.tool.EpubChecker;

/** What EPUBCheck says of many books, in one Java: to start it takes longer than to read a small book. */
class EpubCheck {
    /** EpubCheck.java REPORTS BOOK...: what is said of the first book is in REPORTS/0.json. */
    public static void main(String[] arguments) {
        for (int book = 1; book < arguments.length; book++) {
            String report = arguments[0] + "/" + (book - 1) + ".json";
            new EpubChecker().run(new String[] {arguments[book], "--json", report, "--quiet"});
        }
    }
}
