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
var icons={check:"m3.5 8.5 3 3 6-7",x:"m4 4 8 8M12 4l-8 8",down:"m4.5 6.25 3.5 3.5 3.5-3.5",
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
    search.href=base+"search.html";colours.type="button";colours.addEventListener("click",nextTheme);
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
    keyBox.appendChild(list);
    var label=make("label"),box=make("input");
    box.type="checkbox";box.checked=lettersOn();
    box.addEventListener("change",function(){store("clausebook-keys",box.checked?null:"off");});
    label.appendChild(box);label.appendChild(doc.createTextNode(w("keys_on")));
    keyBox.appendChild(label);
  }
  keyBox.showModal();
}

// ---- editions: the button opens a list that stays on this page; without it the button leads to the page of all editions
var editions=window.clausebookEditions,editionButton=doc.getElementById("page:edition"),editionList=null;
if(editions&&editionButton&&doc.body.hasAttribute("data-page")){
  editionButton.setAttribute("role","button");editionButton.setAttribute("aria-expanded","false");
  editionButton.setAttribute("aria-haspopup","true");
  editionButton.appendChild(icon("down"));
  editionButton.addEventListener("click",function(event){event.preventDefault();showEditions(!editionList||editionList.hidden);});
  editionButton.addEventListener("keydown",function(event){
    if(event.key===" "||event.key==="ArrowDown"){event.preventDefault();showEditions(true);}
  });
  doc.addEventListener("click",function(event){
    if(editionList&&!editionList.hidden&&!editionList.contains(event.target)&&!editionButton.contains(event.target))showEditions(false);
  });
}
function editionEntry(edition,at,up,page,here){
  var item=make("li"),a=make("a"),sign=make("span"),text=make("span","d"),holders=editions.some[page],has=!holders||holders.indexOf(at)>=0;
  // The current edition also stands at the root, where addresses float.
  var folder=edition.kind==="cur"?"":edition.folder;
  a.href=up+folder+(has?page:"documents/index.html");
  if(edition.folder===here||(here===""&&edition.kind==="cur")){a.setAttribute("aria-current","true");sign.appendChild(icon("check"));}
  a.appendChild(sign);a.appendChild(make("span","v",edition.name));
  text.appendChild(doc.createTextNode(edition.kind==="dra"?edition.note:edition.day));
  if(!has||edition.kind!=="dra")text.appendChild(make("small","",has?edition.note:w("editions_none")));
  a.appendChild(text);
  a.appendChild(edition.proofWord?make("span","seal "+edition.proof,edition.proofWord):make("span","vst "+edition.kind));
  item.appendChild(a);
  return item;
}
function makeEditions(){
  var box=make("div","pop"),page=doc.body.getAttribute("data-page"),here=doc.body.getAttribute("data-edition");
  var up=base+here.replace(/[^/]+\//g,"../"),published=make("ul"),draft=make("ul"),foot=make("div","ft"),allLink=make("a","",w("editions_all"));
  box.id="page:editions";box.hidden=true;box.setAttribute("role","dialog");box.setAttribute("aria-label",w("editions_title"));
  editions.editions.forEach(function(edition,at){
    (edition.kind==="dra"?draft:published).appendChild(editionEntry(edition,at,up,page,here));
  });
  box.appendChild(make("h2","",w("editions_title")));box.appendChild(published);box.appendChild(make("hr"));
  box.appendChild(make("h2","",w("editions_draft")));box.appendChild(draft);box.appendChild(make("hr"));
  allLink.href=editionButton.href;foot.appendChild(allLink);box.appendChild(foot);
  box.addEventListener("keydown",function(event){
    var links=all("a",box),at=links.indexOf(doc.activeElement),step={ArrowDown:1,ArrowUp:-1}[event.key];
    if(step){event.preventDefault();links[(at+step+links.length)%links.length].focus();}
    else if(event.key==="Home"||event.key==="End"){event.preventDefault();links[event.key==="Home"?0:links.length-1].focus();}
    else if(event.key==="Escape"){event.preventDefault();showEditions(false);editionButton.focus();}
  });
  box.addEventListener("focusout",function(event){
    if(event.relatedTarget&&!box.contains(event.relatedTarget)&&event.relatedTarget!==editionButton)showEditions(false);
  });
  editionButton.parentNode.insertBefore(box,editionButton.nextSibling);
  editionButton.setAttribute("aria-controls",box.id);
  return box;
}
function showEditions(open){
  if(!editionList){if(!open)return;editionList=makeEditions();}
  editionList.hidden=!open;editionButton.setAttribute("aria-expanded",String(open));
  if(open)(editionList.querySelector("[aria-current]")||editionList.querySelector("a")).focus();
}

// ---- keys
function writing(target){return target&&(target.isContentEditable||/^(INPUT|TEXTAREA|SELECT)$/.test(target.nodeName));}
function go(selector){var a=doc.querySelector(selector);if(a)location.href=a.href;return !!a;}
function toSearch(){
  var field=doc.getElementById("q");
  if(field&&!field.closest("[hidden]")){field.focus();field.select();}else location.href=base+"search.html";
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
var form=doc.getElementById("search"),az=doc.getElementById("az");
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
  field.value=new URLSearchParams(location.search).get("q")||"";
  field.addEventListener("input",narrow);
  form.addEventListener("submit",function(event){
    event.preventDefault();
    var first=az.querySelector("li:not([hidden]) a");
    if(first&&field.value.trim())location.href=first.href;
  });
  narrow();field.focus();
}
function fold(text){return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g,"");}
sayTheme();
})();
