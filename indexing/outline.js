// 文件目录: a line of the contents leads to its clause and marks it.
element.addEventListener("click", (event) => {
  const link = event.target.closest("nav a");
  if (!link) return;
  event.preventDefault();
  for (const old of element.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  for (const old of element.querySelectorAll(".lk-here")) old.classList.remove("lk-here");
  const section = document.getElementById(link.getAttribute("href").slice(1));
  link.setAttribute("aria-current", "true");
  section.classList.add("lk-here");
  section.scrollIntoView({block: "start"});
  section.focus({preventScroll: true});
});
