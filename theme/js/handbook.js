// What every page has beyond its text. Nothing here is needed for reading; everything is inserted as text, never as markup.
(function(){
"use strict";
var doc=document,root=doc.documentElement,base=doc.body.getAttribute("data-root")||"",words=window.clausebookWords||{};
function w(key){return words[key]||key;}
function store(key,value){
  try{
    if(value===undefined)return localStorage.getItem(key);
    if(value===null)localStorage.removeItem(key);else localStorage.setItem(key,value);
  }catch(e){/* storage is refused: the choice lasts until the page is left */}
  return null;
}
function all(selector,from){return Array.prototype.slice.call((from||doc).querySelectorAll(selector));}
function make(name,className,text){
  var node=doc.createElement(name);
  if(className)node.className=className;
  if(text!==undefined)node.textContent=text;
  return node;
}
function icon(name){
  var svg=doc.createElementNS("http://www.w3.org/2000/svg","svg"),paths=icons[name];
  svg.setAttribute("class","i");svg.setAttribute("aria-hidden","true");svg.setAttribute("viewBox","0 0 16 16");
  var path=doc.createElementNS("http://www.w3.org/2000/svg","path");
  path.setAttribute("d",paths);svg.appendChild(path);
  return svg;
}
var icons={x:"m4 4 8 8M12 4l-8 8",search:"M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9m3.5 8 3.25 3.25",down:"m4.5 6.25 3.5 3.5 3.5-3.5",
  link:"M6.5 9.5a2.5 2.5 0 0 0 3.5 0l2.5-2.5A2.5 2.5 0 0 0 9 3.5l-.75.75M9.5 6.5a2.5 2.5 0 0 0-3.5 0L3.5 9A2.5 2.5 0 0 0 7 12.5l.75-.75"};

// ---- colours
var themes=["system","light","dark"],themeButtons=[];
function theme(){var t=root.getAttribute("data-theme");return t==="light"||t==="dark"?t:"system";}
function sayTheme(){
  var text={system:w("theme_system"),light:w("theme_light"),dark:w("theme_dark")}[theme()];
  themeButtons.forEach(function(set){set(text);});
}
function nextTheme(){
  var next=themes[(themes.indexOf(theme())+1)%3];
  if(next==="system"){root.removeAttribute("data-theme");store("clausebook-theme",null);}
  else{root.setAttribute("data-theme",next);store("clausebook-theme",next);}
  sayTheme();
}
var themeButton=doc.getElementById("page:theme");
if(themeButton){
  themeButton.hidden=false;
  themeButton.addEventListener("click",nextTheme);
  themeButtons.push(function(text){themeButton.setAttribute("aria-label",text);themeButton.title=text;});
}

// ---- dialogs: the menu of narrow screens and the list of keys
function dialog(className,title){
  var box=make("dialog",className),head=make("div","sh"),name=make("h2","h2d",title),close=make("button","iconbtn x");
  name.id=className+"-title";box.setAttribute("aria-labelledby",name.id);
  close.type="button";close.setAttribute("aria-label",w("close"));close.appendChild(icon("x"));
  close.addEventListener("click",function(){box.close();});
  box.addEventListener("click",function(event){if(event.target===box)box.close();});
  head.appendChild(name);head.appendChild(close);box.appendChild(head);
  doc.body.appendChild(box);
  return box;
}
var menuButton=doc.getElementById("page:menu"),sheet=null;
function openMenu(event){
  if(!window.HTMLDialogElement)return;
  event.preventDefault();
  if(!sheet){
    sheet=dialog("sheet",w("menu"));
    var tools=make("div","sb"),search=make("a","",w("search")),colours=make("button","",w("theme_system"));
    search.href=base+"search.html";search.setAttribute("data-key","search");colours.type="button";colours.addEventListener("click",nextTheme);
    themeButtons.push(function(text){colours.textContent=text;});
    tools.appendChild(search);tools.appendChild(colours);sheet.appendChild(tools);
    var nav=doc.querySelector(".top .nav"),list=make("nav","mm");
    if(nav){
      list.setAttribute("aria-label",nav.getAttribute("aria-label"));
      all("a",nav).forEach(function(a){list.appendChild(a.cloneNode(true));});
      sheet.appendChild(list);
    }
    var side=doc.querySelector(".cols>.side");
    if(side)sheet.appendChild(side.cloneNode(true));
    sayTheme();
  }
  sheet.showModal();
}
if(menuButton){
  menuButton.setAttribute("role","button");
  menuButton.addEventListener("click",openMenu);
  menuButton.addEventListener("keydown",function(event){if(event.key===" ")openMenu(event);});
}
var keyBox=null;
function lettersOn(){return store("clausebook-keys")!=="off";}
function openKeys(){
  if(!window.HTMLDialogElement)return;
  if(!keyBox){
    keyBox=dialog("keys",w("keys_title"));
    var list=make("dl");
    [["/","keys_search"],["[ ]","keys_neighbours"],["v","keys_editions"],["t","keys_theme"],["?","keys_list"],["Esc","keys_close"]].forEach(function(row){
      var dt=make("dt");
      row[0].split(" ").forEach(function(key){dt.appendChild(make("kbd","",key));});
      list.appendChild(dt);list.appendChild(make("dd","",w(row[1])));
    });
    if(changes.length){
      var pair=make("dt");["n","p"].forEach(function(key){pair.appendChild(make("kbd","",key));});
      list.appendChild(pair);list.appendChild(make("dd","",w("keys_changes")));
    }
    keyBox.appendChild(list);
    var label=make("label"),box=make("input");
    box.type="checkbox";box.checked=lettersOn();
    box.addEventListener("change",function(){store("clausebook-keys",box.checked?null:"off");});
    label.appendChild(box);label.appendChild(doc.createTextNode(w("keys_on")));
    keyBox.appendChild(label);
  }
  keyBox.showModal();
}

// ---- editions: the list is fetched when it is first asked for; without it the button leads to the page of all editions
var editionButton=doc.getElementById("page:edition"),editionData=editionButton&&editionButton.getAttribute("data-editions");
function fetchScript(src,then){
  var script=make("script");
  script.src=src;script.onload=then;script.onerror=function(){location.href=editionButton.href;};
  doc.head.appendChild(script);
}
function openEditions(){
  if(window.clausebookSwitch){window.clausebookSwitch();return;}
  var style=make("link");
  style.rel="stylesheet";style.href=base+"assets/switch.css";doc.head.appendChild(style);
  fetchScript(editionData,function(){fetchScript(base+"assets/switch.js",function(){window.clausebookSwitch();});});
}
if(editionData){
  editionButton.setAttribute("role","button");editionButton.setAttribute("aria-expanded","false");editionButton.appendChild(icon("down"));
  editionButton.addEventListener("click",function(event){event.preventDefault();openEditions();});
  editionButton.addEventListener("keydown",function(event){
    if(event.key===" "||event.key==="ArrowDown"){event.preventDefault();openEditions();}
  });
}

// ---- keys
function writing(target){return target&&(target.isContentEditable||/^(INPUT|TEXTAREA|SELECT)$/.test(target.nodeName));}
function go(selector){var a=doc.querySelector(selector);if(a)location.href=a.href;return !!a;}
// The changes of a redline, from the one that was gone to last or is in view.
var changes=all(".rl[id]"),atChange=-1;
function step(by){
  if(!changes.length)return;
  atChange=Math.max(0,Math.min(changes.length-1,atChange+by));
  changes[atChange].focus({preventScroll:true});changes[atChange].scrollIntoView({block:"center"});
}
// ---- the search: its scripts come when somebody wants it
var loading={},searchBox=null,ownSearch=doc.getElementById("search");
function load(path){
  return new Promise(function(done,fail){
    var script=make("script");
    script.src=base+path;script.onload=function(){script.remove();done();};
    script.onerror=function(){script.remove();fail(new Error(path));};
    doc.head.appendChild(script);
  });
}
function once(path){return loading[path]||(loading[path]=load(path));}
function style(path){
  return loading[path]||(loading[path]=new Promise(function(done){
    var link=make("link");
    link.rel="stylesheet";link.href=base+path;link.onload=link.onerror=done;doc.head.appendChild(link);
  }));
}
/* What the page's address asks for; `#q=` is for folders, where some browsers know no `?`. */
function asked(){
  var found=/^#q=(.*)$/.exec(location.hash),text=new URLSearchParams(location.search).get("q");
  if(!found)return text;
  try{return decodeURIComponent(found[1].replace(/\+/g," "));}catch(e){return found[1];}
}
/* On the search's own page the address says what is asked, so that it can be kept and sent. */
function remember(text){
  if(!ownSearch)return;
  try{history.replaceState(null,"",text?(location.protocol==="file:"?"#":"search.html?")+"q="+encodeURIComponent(text):"search.html");}catch(e){/* not from here */}
}
function toSearch(text){
  if(!window.HTMLDialogElement){location.href=base+"search.html";return;}
  Promise.all([style("assets/search.css"),once("assets/search.js"),once("assets/searchbox.js")]).then(function(){
    if(!searchBox)searchBox=window.clausebookSearchBox({base:base,make:make,icon:icon,load:load,asked:remember});
    searchBox.open(text);
  }).catch(function(){location.href=base+"search.html";});
}
doc.addEventListener("click",function(event){
  var a=event.target.closest&&event.target.closest("[data-key=search]");
  if(!a||event.ctrlKey||event.metaKey||event.shiftKey||!window.HTMLDialogElement)return;
  event.preventDefault();
  if(sheet&&sheet.open)sheet.close();
  toSearch();
});
all("form.bigsearch").forEach(function(form){
  var own=form.querySelector("input");
  form.addEventListener("submit",function(event){
    if(!window.HTMLDialogElement)return;
    event.preventDefault();toSearch(own.value);
  });
});
if(ownSearch){
  window.addEventListener("hashchange",function(){if(asked())toSearch(asked());});
  if(asked())toSearch(asked());
}

doc.addEventListener("keydown",function(event){
  if(event.defaultPrevented||event.altKey)return;
  if((event.ctrlKey||event.metaKey)&&event.key==="k"){event.preventDefault();toSearch();return;}
  if(event.ctrlKey||event.metaKey||writing(event.target)||doc.querySelector("dialog[open]"))return;
  if(event.key==="?"){event.preventDefault();openKeys();return;}
  if(!lettersOn())return;
  if(event.key==="/"){event.preventDefault();toSearch();}
  else if(event.key==="[")go("a[rel=prev]");
  else if(event.key==="]")go("a[rel=next]");
  else if(event.key==="t")nextTheme();
  else if(event.key==="n")step(1);
  else if(event.key==="p")step(-1);
  else if(event.key==="v"&&editionButton){event.preventDefault();editionButton.click();}
});

// ---- copying
function copy(text,button,label){
  function done(){
    button.setAttribute("aria-label",w("copied"));
    if(label!==undefined)button.textContent=w("copied");
    setTimeout(function(){if(label!==undefined){button.textContent=label;button.removeAttribute("aria-label");}else button.setAttribute("aria-label",w("copy_link"));},1600);
  }
  if(navigator.clipboard&&window.isSecureContext){navigator.clipboard.writeText(text).then(done,byHand);}else byHand();
  function byHand(){
    var area=make("textarea","vh");
    area.value=text;(doc.querySelector("dialog[open]")||doc.body).appendChild(area);area.select();
    try{if(doc.execCommand("copy"))done();}catch(e){/* the reader can still select the text */}
    area.remove();button.focus();
  }
}
all("figure.code,pre.cmd").forEach(function(block){
  var code=block.querySelector("code"),button=make("button","",w("copy"));
  if(!code)return;
  button.type="button";
  button.addEventListener("click",function(){copy(code.textContent,button,w("copy"));});
  (block.querySelector("figcaption")||block).appendChild(button);
});
all(".db :is(h2,h3)[id]").forEach(function(heading){
  var button=make("button","hl");
  button.type="button";button.setAttribute("aria-label",w("copy_link"));button.appendChild(icon("link"));
  button.addEventListener("click",function(){copy(location.href.split("#")[0]+"#"+heading.id,button);});
  heading.appendChild(button);
});
all("[data-print]").forEach(function(button){
  button.closest("[hidden]").hidden=false;
  button.addEventListener("click",function(){window.print();});
});

// ---- folds that stay open where there is room, for browsers that cannot do it by style
if(!(window.CSS&&CSS.supports&&CSS.supports("selector(::details-content)"))){
  all("details.fold").forEach(function(fold){
    fold.open=window.matchMedia(fold.closest(".toc")?"(min-width:901px)":"(min-width:641px)").matches;
  });
}

// ---- a line of tabs that goes on beyond the edge begins at the page's own
function showOwn(){
  all(".tabs,.fw").forEach(function(nav){
    var own=nav.querySelector("[aria-current]");
    if(own&&nav.scrollWidth>nav.clientWidth)nav.scrollLeft=own.offsetLeft-nav.offsetLeft-16;
  });
}
showOwn();if(doc.fonts)doc.fonts.ready.then(showOwn);

// ---- the current section in the contents list
var entries=all(".toc ol a[href^='#']").map(function(a){
  return {a:a,target:doc.getElementById(decodeURIComponent(a.hash.slice(1)))};
}).filter(function(entry){return entry.target;});
if(entries.length){
  var waiting=false,mark=function(){
    waiting=false;
    var current=entries[0],end=root.scrollHeight-window.innerHeight-window.scrollY<4;
    entries.forEach(function(entry){if(entry.target.getBoundingClientRect().top<120)current=entry;});
    if(end&&window.scrollY>0)current=entries[entries.length-1];
    entries.forEach(function(entry){
      if(entry===current)entry.a.setAttribute("aria-current","true");else entry.a.removeAttribute("aria-current");
    });
  };
  var later=function(){if(!waiting){waiting=true;requestAnimationFrame(mark);}};
  window.addEventListener("scroll",later,{passive:true});window.addEventListener("resize",later);
  mark();
}

// ---- the list from A to Z: narrowed by what is typed
var form=ownSearch,az=doc.getElementById("az");
if(form&&az){
  var field=doc.getElementById("q"),found=doc.getElementById("found"),rows=all("li",az).map(function(li){
    return {li:li,text:fold(li.textContent)};
  });
  form.hidden=false;
  var narrow=function(){
    var terms=fold(field.value).split(/\s+/).filter(Boolean),count=0;
    rows.forEach(function(row){
      var fits=terms.every(function(term){return row.text.indexOf(term)>=0;});
      row.li.hidden=!fits;if(fits)count++;
    });
    all("section",az).forEach(function(section){section.hidden=!section.querySelector("li:not([hidden])");});
    doc.querySelector(".abc").hidden=terms.length>0;
    found.textContent=terms.length?(count?w("found").replace("{n}",count):w("found_nothing")):"";
  };
  field.addEventListener("input",narrow);
  narrow();if(!asked())field.focus();
}
function fold(text){return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g,"");}
sayTheme();
})();
