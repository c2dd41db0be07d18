const search = document.querySelector(".search"), field = search.querySelector("input"), told = search.querySelector("output");
const entries = [...document.querySelectorAll("article")], years = [...document.querySelectorAll("details.year")];
field.addEventListener("input", () => {
  const wanted = field.value.trim().toLowerCase();
  for (const entry of entries) entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
  for (const year of years) {
    year.hidden = !year.querySelector("article:not([hidden])");
    year.open = year.open || wanted !== "";
  }
  const found = entries.filter((entry) => !entry.hidden).length;
  told.textContent = wanted && `${found} of ${entries.length} editions`;
});
search.querySelector("p").hidden = false;
