// <a data-news="/w/acme/live?since=9" hidden> counts what happens while a list is read and offers to show it, instead of moving the list under the reader.
const news = document.querySelector("[data-news]");

if (news && "EventSource" in window) {
  let count = 0;
  const stream = new EventSource(news.dataset.news);
  const more = () => {
    count += 1;
    news.textContent = count === 1 ? news.dataset.one : news.dataset.many.replace("{0}", count);
    news.hidden = false;
  };
  for (const subject of news.dataset.subjects.split(" ")) stream.addEventListener(subject, more);
  addEventListener("pagehide", () => stream.close());
}
